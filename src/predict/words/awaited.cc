#include "predict/words/awaited.h"

#include <algorithm>
#include <string_view>

#include "analyze/ast/line_ends.h"
#include "analyze/ast/name_byte.h"
#include "predict/asked/blanks.h"
#include "predict/cache/analysis_memory.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

constexpr std::string_view kAwait = "await";

bool EndsInAwait(std::string_view left) {
  left = TrimmedRight(left);
  return left.ends_with(kAwait) &&
         (left.size() == kAwait.size() || !ast::IsNameByte(left[left.size() - kAwait.size() - 1]));
}

bool IsAsyncFunction(const ast::Tree& tree, NodeId node) {
  return tree[node].kind == Kind::kFunctionDefinition && tree.Text(node).starts_with("async");
}

// Whether a function is awaited where it is called: one that yields is gone through.
bool IsCoroutine(const ast::Tree& tree, NodeId function) {
  if (!IsAsyncFunction(tree, function)) return false;
  for (NodeId node = function; node < tree[function].subtree_end; ++node) {
    if (tree[node].kind != Kind::kYield) continue;
    NodeId round = tree[node].parent;
    while (round != kNoNode && tree[round].kind != Kind::kFunctionDefinition &&
           tree[round].kind != Kind::kLambda) {
      round = tree[round].parent;
    }
    if (round == function) return false;
  }
  return true;
}

// The longest call that begins there.
NodeId CallAt(const ast::Tree& tree, size_t begin) {
  for (NodeId node : tree.ids()) {
    if (tree[node].begin > begin) break;
    if (tree[node].begin == begin && tree[node].kind == Kind::kCall) return node;
  }
  return kNoNode;
}

// Whether the innermost function round a node is an async one.
bool IsInAsync(const ast::Tree& tree, NodeId node) {
  for (NodeId up = tree[node].parent; up != kNoNode; up = tree[up].parent) {
    if (tree[up].kind == Kind::kFunctionDefinition) return IsAsyncFunction(tree, up);
    if (tree[up].kind == Kind::kLambda) return false;
  }
  return false;
}

}  // namespace

Result<bool> IsAwaitMissing(const Question& question, const Known& known, const Budget& budget) {
  const size_t cursor = question.cursor;
  if (cursor >= question.text.size() || !IsBlank(question.text[cursor])) return false;
  if (cursor > 0 && ast::IsNameByte(question.text[cursor - 1])) return false;
  const std::string text = ast::WithLineFeeds(question.text);
  const size_t operand = text.find_first_not_of(" \t", cursor);
  if (operand == text.npos || !ast::IsNameByte(text[operand])) return false;
  const size_t line = text.substr(0, cursor).rfind('\n') + 1;
  if (text.find("async def") == text.npos) return false;
  const std::string_view left = std::string_view(text).substr(line, cursor - line);
  const bool is_alone = std::all_of(left.begin(), left.end(), IsBlank);
  if (EndsInAwait(left)) return false;
  // Of a statement its own column counts.
  const size_t begin = is_alone ? cursor : operand;
  const std::string asked = text.substr(0, begin) + text.substr(operand);
  Result<Analysed> analysed =
      Analyse(known.memory, asked, std::chrono::steady_clock::now() + budget.patience);
  if (!analysed.ok()) return analysed.error();
  const bind::FileIndex& index = (*analysed)->index;
  const NodeId call = CallAt(index.tree, begin);
  if (call == kNoNode || !IsInAsync(index.tree, call)) return false;
  const NodeId callee = index.tree.Child(call, Field::kFunction);
  if (callee == kNoNode) return false;
  types::TypeEvaluator types(index, known.environment, {}, (*analysed)->tables);
  const types::TypeEvaluator::Definition definition = types.DefinitionOf(types.TypeOf(callee));
  return definition.module != nullptr && IsCoroutine(definition.module->tree(), definition.node);
}

void PutAwaitFirst(Answer& answer) {
  constexpr std::string_view kAwait = "await";
  constexpr float kShare = 0.9F;
  std::vector<Completion>& list = answer.completions;
  std::erase_if(list, [&](const Completion& one) { return one.text == kAwait; });
  for (Completion& one : list) one.probability *= 1 - kShare;
  list.insert(list.begin(), {std::string(kAwait), kShare, "word"});
}

void DropWordsBehindAwait(const FoundSite& site, Answer& answer) {
  if (!EndsInAwait(site.left)) return;
  std::erase_if(answer.completions, [](const Completion& one) { return one.kind == "word"; });
}

}  // namespace fastnode::predict
