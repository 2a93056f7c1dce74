// The statement is taken for `pass`, so that the names which its function binds below are bound
// there, and can be told from those that are only outside.
#include "predict/fit/outer_names.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/ast/line_ends.h"
#include "analyze/ast/word_at.h"
#include "collect/pack/candidates.h"
#include "predict/cache/analysis_memory.h"

namespace fastnode::predict {
namespace {

using ast::NodeId;

struct OuterPlace {
  size_t begin = 0, end = 0;  // of the statement
  bool is_global = false;
  std::string prefix;
  std::set<std::string_view> given;
};

std::optional<OuterPlace> FindOuterPlace(std::string_view text, size_t cursor) {
  const size_t word = ast::BeginOfWord(text, cursor);
  size_t begin = text.substr(0, word).find_last_of("\n;") + 1;
  begin = std::min(text.find_first_not_of(" \t", begin), word);
  OuterPlace place{begin,
                   std::min(text.find_first_of("\n;", cursor), text.size()),
                   false,
                   std::string(text.substr(word, cursor - word)),
                   {}};
  std::string_view left = text.substr(begin, word - begin);
  place.is_global = left.starts_with("global");
  const size_t keyword = std::string_view(place.is_global ? "global" : "nonlocal").size();
  if (!place.is_global && !left.starts_with("nonlocal")) return std::nullopt;
  left.remove_prefix(keyword);
  if (left.find_first_of(" \t") != 0) return std::nullopt;
  // Names and commas, a comma last.
  bool after_comma = true;
  while (!left.empty()) {
    const size_t blank = left.find_first_not_of(" \t");
    if (blank == left.npos) break;
    left.remove_prefix(blank);
    const size_t length = ast::EndOfWord(left, 0);
    if ((length > 0) != after_comma) return std::nullopt;
    if (length == 0 && left[0] != ',') return std::nullopt;
    if (length > 0) place.given.insert(left.substr(0, length));
    after_comma = length == 0;
    left.remove_prefix(std::max<size_t>(length, 1));
  }
  return after_comma ? std::optional(std::move(place)) : std::nullopt;
}

// The innermost node that begins there.
NodeId NodeAt(const ast::Tree& tree, size_t begin) {
  NodeId found = ast::kNoNode;
  for (NodeId node : tree.ids()) {
    if (tree[node].begin > begin) break;
    if (tree[node].begin == begin) found = node;
  }
  return found;
}

// How a variable is bound that somebody may want to bind again: functions, classes and imports
// seldom are.
bool IsWritten(const bind::Variable& variable) {
  return std::any_of(variable.references.begin(), variable.references.end(),
                     [](const bind::Reference& reference) {
                       return reference.kind == bind::ReferenceKind::kWrite ||
                              reference.kind == bind::ReferenceKind::kParameter;
                     });
}

std::vector<std::string_view> NamesOutside(const bind::FileIndex& index, NodeId at,
                                           bool is_global) {
  bind::ScopeId own = index.scope_of[at];
  std::set<bind::ScopeId> outside;
  if (is_global) {
    outside.insert(bind::kModuleScope);
  } else {
    for (auto scope = index.scopes[own].parent; scope != bind::kNone;
         scope = index.scopes[scope].parent) {
      if (index.scopes[scope].kind == bind::ScopeKind::kFunction) outside.insert(scope);
    }
  }
  std::set<std::string_view> bound;
  for (const bind::Variable& variable : index.variables) {
    if (variable.scope == own && IsWritten(variable)) bound.insert(variable.name);
  }
  std::vector<std::string_view> first, then;
  for (const bind::Variable& variable : index.variables) {
    if (variable.scope == own || !outside.contains(variable.scope) || !IsWritten(variable))
      continue;
    (bound.contains(variable.name) ? first : then).push_back(variable.name);
  }
  first.insert(first.end(), then.begin(), then.end());
  return first;
}

}  // namespace

Result<std::optional<Answer>> CompleteOuterName(const Question& question, const Known& known,
                                                const Budget& budget) {
  using Nothing = std::optional<Answer>;
  if (question.cursor > question.text.size()) return Nothing();
  const std::string text = ast::WithLineFeeds(question.text);
  const std::optional<OuterPlace> place = FindOuterPlace(text, question.cursor);
  if (!place) return Nothing();
  Result<Analysed> analysed =
      Analyse(known.memory, text.substr(0, place->begin) + "pass" + text.substr(place->end),
              std::chrono::steady_clock::now() + budget.patience);
  if (!analysed.ok()) return analysed.error();
  Answer answer{pack::Task::kName, place->prefix, {}, {}, false, Origin::kInDeclaration};
  const bind::FileIndex& index = (*analysed)->index;
  const NodeId at = NodeAt(index.tree, place->begin);
  if (at == ast::kNoNode) return Nothing(std::move(answer));
  float worth = 0.5F;  // halves of halves: the order is all that is known
  for (std::string_view name : NamesOutside(index, at, place->is_global)) {
    if (std::ssize(answer.completions) == budget.max_completions) break;
    if (place->given.contains(name) || !pack::Fits(name, place->prefix)) continue;
    answer.completions.push_back({std::string(name), worth, "name"});
    worth /= 2;
  }
  return Nothing(std::move(answer));
}

}  // namespace fastnode::predict
