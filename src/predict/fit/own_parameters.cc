#include "predict/fit/own_parameters.h"

#include <algorithm>
#include <string_view>

#include "analyze/types/types.h"
#include "predict/fit/call_rules.h"

namespace fastnode::predict {
namespace {

// More than these would push everything else out of sight.
constexpr size_t kMaxParameters = 4;

bool HoldsValue(const Completion& one) { return one.kind == "name"; }

// The parameters that `passed` leaves, in order; nothing if one need not look at them.
std::vector<std::string_view> LeftOf(const types::CallSignature& signature, const Passed& passed) {
  const bool is_open = signature.takes_list || signature.takes_dictionary;
  if (!signature.known || signature.is_guess || signature.is_overloaded || is_open) return {};
  std::vector<std::string_view> left;
  bool is_needed = false;
  int32_t place = 0;
  for (const types::ParameterOfCall& parameter : signature.parameters) {
    if (!parameter.keyword_only && place++ < passed.positional) continue;
    if (!MayPassKeyword(passed, signature, parameter.name)) continue;
    left.push_back(parameter.name);
    is_needed |= !parameter.has_default;
  }
  if (!is_needed || left.size() > kMaxParameters) left.clear();
  return left;
}

}  // namespace

void PutParametersFirst(const FoundSite& site, const Known& known, std::vector<Completion>& list) {
  if (!site.prefix.empty() || list.empty()) return;
  if (std::any_of(list.begin(), list.end(), HoldsValue)) return;
  const bind::ArgumentPlace& place = site.source->places[static_cast<size_t>(site.at)];
  if (place.keyword != ast::kNoNode) return;
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::CallSignature signature = types.SignatureOfCall(place.call);
  auto to = list.begin() + 1;
  for (std::string_view name : LeftOf(signature, PassedBefore(*site.source, place))) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const Completion& one) {
      return one.text.size() == name.size() + 1 && one.text.starts_with(name) &&
             one.text.ends_with('=');
    });
    if (found == list.end() || found < to) continue;
    std::rotate(to, found, found + 1);
    ++to;
  }
}

}  // namespace fastnode::predict
