#include "predict/making/targets_above.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/bind/reads.h"
#include "collect/pack/tasks/words.h"
#include "predict/asked/blanks.h"

namespace fastnode::predict {
namespace {

using ast::NodeId;

constexpr size_t kMostTargets = 3;

// How often the statement begins so, by the letters typed (one, two, more) and by the functions
// that give the name (one, two or three, more). Of 95,000 statements of 1,200 files that are
// trained on.
constexpr std::array<std::array<float, 3>, 3> kShareOfTarget = {
    {{0.065F, 0.08F, 0.19F}, {0.16F, 0.20F, 0.52F}, {0.28F, 0.43F, 0.68F}}};
constexpr float kShareOfNext = 0.025F;  // of the second, of the same

struct TargetAbove {
  size_t count = 0;          // of the scopes
  NodeId last = ast::kRoot;  // where it is given nearest
};

// Words that stand only where a block asks for them: below a `try`, an `if`, in a loop.
bool BelongsToBlock(std::string_view word) {
  static constexpr std::string_view kWords[] = {"break", "continue", "elif",
                                                "else",  "except",   "finally"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

// Whether a name may get something there, by what stands behind it: `st| = 1`, not `st|.append(1)`.
// An `=` is asked as `==` (bound_again.h).
bool MayBeGiven(std::string_view behind) {
  const size_t begin = behind.find_first_not_of(" \t");
  return begin == kNowhere || std::string_view("\r\n#;:,=)]}").find(behind[begin]) != kNowhere;
}

// Whether a word of the language stays before such a target. Where two letters fit both, the
// statement begins with the word at 1,144 of 1,273 places of 700 other files. An operand (`not`,
// `None`) seldom begins one.
bool StaysBefore(const Completion& one) {
  constexpr float kLeast = 0.05F;
  static constexpr std::string_view kOperands[] = {"False", "None", "True", "lambda", "not"};
  if (BelongsToBlock(one.text)) return true;
  return one.probability >= kLeast && pack::IsWord(one.text) &&
         std::find(std::begin(kOperands), std::end(kOperands), one.text) == std::end(kOperands);
}

// So likely that such words are not less likely.
float BehindWords(const std::vector<Completion>& list, float share) {
  for (const Completion& one : list) {
    if (StaysBefore(one)) share = std::min(share, one.probability / (1 + one.probability));
  }
  return share;
}

bool GivesAnything(const bind::Variable& variable, NodeId before, NodeId& where) {
  bool gives = false;
  for (const bind::Reference& one : variable.references) {
    if (one.kind == bind::ReferenceKind::kParameter) return false;
    if (one.kind != bind::ReferenceKind::kWrite || one.node >= before) continue;
    gives = true;
    where = std::max(where, one.node);
  }
  return gives;
}

}  // namespace

void AddTargetsAbove(const FoundSite& site, size_t max_completions, Answer& answer) {
  if (site.task != pack::Task::kName || site.prefix.empty()) return;
  if (!MayBeGiven(site.behind)) return;
  const bind::FileIndex& index = site.source->index;
  const NodeId at = NodeOf(site);
  if (bind::PositionOf(index.tree, at) != bind::Position::kStatement) return;
  const auto is_function = [&](bind::ScopeId scope) {
    return index.scopes[scope].kind == bind::ScopeKind::kFunction;
  };
  if (!is_function(index.scope_of[at])) return;
  std::map<std::string_view, TargetAbove> targets;
  for (const bind::Variable& variable : index.variables) {
    if (!variable.name.starts_with(site.prefix) || pack::IsWord(variable.name)) continue;
    if (!is_function(variable.scope)) continue;
    NodeId where = ast::kRoot;
    if (!GivesAnything(variable, at, where)) continue;
    TargetAbove& target = targets[variable.name];
    ++target.count;
    target.last = std::max(target.last, where);
  }
  for (bind::VariableId id : bind::VisibleVariables(index, at)) {
    targets.erase(index.variables[id].name);
  }
  std::vector<std::pair<std::string_view, TargetAbove>> order(targets.begin(), targets.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second.count, a.second.last) > std::pair(b.second.count, b.second.last);
  });
  if (order.size() > kMostTargets) order.resize(kMostTargets);
  std::vector<Completion>& list = answer.completions;
  const size_t letters = std::min<size_t>(site.prefix.size(), kShareOfTarget.size()) - 1;
  float share = 0;
  for (const auto& [name, target] : order) {
    const size_t often = target.count == 1 ? 0 : target.count < 4 ? 1 : 2;
    share = share == 0 ? kShareOfTarget[letters][often] : std::min(share / 2, kShareOfNext);
    std::erase_if(list, [text = name](const Completion& one) { return one.text == text; });
    share = BehindWords(list, share);
    for (Completion& one : list) one.probability *= 1 - share;
    // Where a word is just as likely, rounding does not tell.
    const float least = share * 0.999F;
    const auto place = std::find_if(list.begin(), list.end(),
                                    [&](const Completion& one) { return one.probability < least; });
    list.insert(place, {std::string(name), share, "name"});
  }
  if (list.size() > max_completions) list.resize(max_completions);
}

}  // namespace fastnode::predict
