#include "predict/usual/usual_attributes.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "analyze/types/types.h"

namespace fastnode::predict {
namespace {

// In the order in which they are read.
constexpr std::array<std::string_view, 4> kNamesOfFunctions = {"__name__", "__doc__", "__module__",
                                                               "__qualname__"};

bool IsDunder(std::string_view name) { return name.starts_with("__") && name.ends_with("__"); }

// Of what has two underscores, these first: they get the most that one of it has, and the others
// follow.
void PutNamesOfFunctionsFirst(std::vector<Completion>& list) {
  float most = 0;
  for (const Completion& one : list) {
    if (IsDunder(one.text)) most = std::max(most, one.probability);
  }
  float share = most;
  for (std::string_view name : kNamesOfFunctions) {
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&](const Completion& one) { return one.text == name; });
    if (found == list.end()) continue;
    found->probability = std::max(found->probability, share * 1.01F);
    share *= 0.5F;
  }
  for (Completion& one : list) {
    const bool is_usual = std::find(kNamesOfFunctions.begin(), kNamesOfFunctions.end(), one.text) !=
                          kNamesOfFunctions.end();
    if (IsDunder(one.text) && !is_usual) one.probability = std::min(one.probability, share);
  }
}

}  // namespace

void WeighAttributes(const FoundSite& site, const Known& known, std::vector<Completion>& list) {
  const bind::FileIndex& index = site.source->index;
  const ast::NodeId base = index.attributes[static_cast<size_t>(site.at)].base;
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::Type type = types.TypeOf(base);
  if (type.kind == types::Type::Kind::kFunction) return PutNamesOfFunctionsFirst(list);
  if (type.kind != types::Type::Kind::kInstance) return;
  const std::vector<std::string> keys = types.KeysOf(type);
  if (keys.empty()) return;
  const std::vector<types::Member>& members = types.Members(type);
  std::erase_if(list, [&](const Completion& one) {
    const bool is_key = std::find(keys.begin(), keys.end(), one.text) != keys.end();
    return is_key && std::none_of(members.begin(), members.end(), [&](const types::Member& m) {
             return m.name == one.text && m.kind == types::MemberKind::kFunction;
           });
  });
}

}  // namespace fastnode::predict
