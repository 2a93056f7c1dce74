#include "predict/imports/import_alias.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/ast/line_ends.h"
#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "analyze/bind/reads.h"
#include "collect/pack/candidates.h"
#include "collect/pack/tasks/words.h"
#include "predict/asked/blanks.h"
#include "predict/cache/analysis_memory.h"
#include "predict/imports/imports.h"
#include "predict/imports/usual_aliases.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::kNoNode;
using ast::NodeId;

struct AliasPlace {
  std::string module, name;  // "": the module itself
  size_t begin = 0;          // of the word at the cursor
};

std::optional<AliasPlace> FindAlias(std::string_view text, size_t cursor) {
  const size_t begin = ast::BeginOfWord(text, cursor);
  std::string_view left = text.substr(0, begin);
  const std::string_view before_as = TrimmedRight(left);
  if (before_as.size() == left.size() || !before_as.ends_with("as")) return std::nullopt;
  left = before_as.substr(0, before_as.size() - 2);
  const std::string_view statement = TrimmedRight(left);
  if (statement.size() == left.size()) return std::nullopt;
  // What may be imported is asked of the place before `as`.
  const std::optional<ImportPlace> place = FindImport(text, statement.size());
  if (!place || place->word || place->is_behind || place->prefix.empty()) return std::nullopt;
  if (place->name) return AliasPlace{place->module, place->prefix, begin};
  if (place->from) return std::nullopt;
  const std::string dot = place->module.empty() || place->module.ends_with('.') ? "" : ".";
  return AliasPlace{place->module + dot + place->prefix, "", begin};
}

// How many of the project's other files call it so.
std::map<std::string_view, int> HabitsOf(const auto_import::Index& project, const AliasPlace& place,
                                         std::string_view own) {
  std::map<std::string_view, int> names;
  for (const auto_import::Index::Habit& habit : project.HabitsStarting("")) {
    const std::string_view bound = project.NameOf(habit.bound);
    const std::string_view name = project.NameOf(habit.name);
    if (name != place.name || project.NameOf(habit.module) != place.module) continue;
    // `import os.path` binds `os`.
    const std::string_view plain =
        name.empty() ? std::string_view(place.module).substr(0, place.module.find('.')) : name;
    if (bound != plain && project.ModuleOf(habit.by) != own) ++names[bound];
  }
  return names;
}

}  // namespace

Result<std::optional<Answer>> CompleteImportAlias(const Question& question, const Known& known,
                                                  const Budget& budget) {
  using Nothing = std::optional<Answer>;
  const std::string text = ast::WithLineFeeds(question.text);
  const std::optional<AliasPlace> place = FindAlias(text, question.cursor);
  if (!place) return Nothing();
  const std::string prefix = text.substr(place->begin, question.cursor - place->begin);
  Answer answer{pack::Task::kName, prefix, {}, {}, false, Origin::kInImports};
  float worth = 0.5F;  // halves of halves: the order is all that is known
  auto add = [&](std::string_view name) {
    const bool is_there = std::any_of(answer.completions.begin(), answer.completions.end(),
                                      [&](const Completion& one) { return one.text == name; });
    if (is_there || name.empty() || !pack::Fits(name, prefix)) return;
    answer.completions.push_back({std::string(name), worth, "name"});
    worth /= 2;
  };
  if (known.exports != nullptr) {
    const std::map<std::string_view, int> habits =
        HabitsOf(*known.exports, *place, known.environment.standing().module);
    std::vector<std::pair<int, std::string_view>> order;
    for (const auto& [name, count] : habits) order.emplace_back(-count, name);
    std::sort(order.begin(), order.end());
    for (const auto& [count, name] : order) add(name);
  }
  add(AliasOf(place->name.empty() ? place->module : place->module + "." + place->name));
  const size_t end = ast::EndOfWord(text, question.cursor);
  Result<Analysed> analysed =
      Analyse(known.memory,
              text.substr(0, place->begin) + std::string(pack::kPlaceholder) + text.substr(end),
              std::chrono::steady_clock::now() + budget.patience);
  if (!analysed.ok()) return analysed.error();
  const bind::FileIndex& index = (*analysed)->index;
  const std::string path = place->name.empty() ? place->module : place->module + "." + place->name;
  const auto module = known.environment.Find(path);
  for (NodeId read : (*analysed)->reads) {
    if (!bind::IsName(index.tree, read) || index.variable_of[read] != bind::kNone) continue;
    const auto builtins = pack::Builtins();
    const std::string_view name = index.tree.Text(read);
    if (std::binary_search(builtins.begin(), builtins.end(), name)) continue;
    if (module != nullptr) {
      // Of a module what is asked of the name must be there.
      const NodeId parent = index.tree[read].parent;
      const NodeId attribute =
          parent == kNoNode ? parent : index.tree.Child(parent, Field::kAttribute);
      const bool has = attribute != kNoNode &&
                       module->Find(bind::kModuleScope, index.tree.Text(attribute)) != bind::kNone;
      if (!has) continue;
    } else if (place->name.empty()) {
      continue;
    }
    add(name);
  }
  if (std::ssize(answer.completions) > budget.max_completions) {
    answer.completions.resize(static_cast<size_t>(budget.max_completions));
  }
  return Nothing(std::move(answer));
}

}  // namespace fastnode::predict
