#include "predict/imports/module_meant.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "predict/auto_import/standard_modules.h"
#include "predict/imports/star_names.h"

namespace fastnode::predict {
namespace {

using ast::Kind;
using ast::NodeId;

// Whether something in the file, or a star, may give the name a value.
bool MayBeBound(const bind::FileIndex& index, std::string_view name) {
  if (HasStar(index)) return true;
  return std::any_of(
      index.variables.begin(), index.variables.end(), [&](const bind::Variable& variable) {
        return variable.name == name &&
               std::any_of(variable.references.begin(), variable.references.end(),
                           [](const bind::Reference& one) { return bind::IsBinding(one.kind); });
      });
}

}  // namespace

std::optional<Question> AskedWithModule(const Question& question, const FoundSite& site,
                                        const Known& known) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (site.task != pack::Task::kAttribute || site.at < 0) return std::nullopt;
  const bind::FileIndex& index = site.source->index;
  const NodeId base = index.attributes[static_cast<size_t>(site.at)].base;
  if (index.tree[base].kind != Kind::kIdentifier) return std::nullopt;
  const std::string name(index.tree.Text(base));
  if (!auto_import::IsStandard(name) || MayBeBound(index, name)) return std::nullopt;
  if (known.environment.Find(name) == nullptr) return std::nullopt;
  if (question.text.starts_with(kByteOrderMark)) return std::nullopt;
  const std::string statement = "import " + name + "\n";
  Question asked = question;
  asked.text.insert(0, statement);
  asked.cursor += statement.size();
  return asked;
}

void PutModuleFirst(std::vector<Completion> of_module, size_t max_completions,
                    std::vector<Completion>& list) {
  const auto special =
      std::stable_partition(of_module.begin(), of_module.end(),
                            [](const Completion& one) { return !one.text.starts_with("__"); });
  std::erase_if(list, [&](const Completion& one) {
    return std::any_of(of_module.begin(), of_module.end(),
                       [&](const Completion& member) { return member.text == one.text; });
  });
  list.insert(list.end(), special, of_module.end());
  list.insert(list.begin(), of_module.begin(), special);
  if (list.size() > max_completions) list.resize(max_completions);
}

}  // namespace fastnode::predict
