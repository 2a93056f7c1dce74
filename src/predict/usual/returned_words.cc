#include "predict/usual/returned_words.h"

#include <algorithm>

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// Of functions of installed packages and the standard library. Where all that was given back before
// is one truth: 1,047 that end with a `return`, and 1,314 others; where it is both, 441.
constexpr float kOtherAtEnd = 0.53F, kSameWithin = 0.49F, kOtherWithin = 0.34F, kEither = 0.4F;
// Where a loop gave back its variable: 156.
constexpr float kNothingFound = 0.40F;
// 1 of 3,586 that give something back right behind a loop gives its variable.
constexpr float kOfLoopVariable = 0.001F;

// The `return` whose value begins at a name, or kNoNode.
NodeId ReturnOf(const ast::Tree& tree, NodeId read) {
  const NodeId parent = tree[read].parent;
  return parent != kNoNode && tree[parent].kind == Kind::kReturnStatement ? parent
                                                                          : NodeId(kNoNode);
}

NodeId FunctionOf(const ast::Tree& tree, NodeId node) {
  for (NodeId up = node; up != kNoNode; up = tree[up].parent) {
    if (tree[up].kind == Kind::kFunctionDefinition) return up;
    if (tree[up].kind == Kind::kClassDefinition) return kNoNode;
  }
  return kNoNode;
}

NodeId ValueReturned(const ast::Tree& tree, NodeId statement) {
  const NodeId word = tree.FirstChild(statement);
  return word == kNoNode ? NodeId(kNoNode) : tree.NextSibling(word);
}

// The statement before one in its block, or kNoNode.
NodeId StatementAbove(const ast::Tree& tree, NodeId statement) {
  const NodeId block = tree[statement].parent;
  if (block == kNoNode) return kNoNode;
  NodeId before = kNoNode;
  for (NodeId s = tree.FirstChild(block); s != kNoNode && s != statement; s = tree.NextSibling(s)) {
    before = s;
  }
  return before;
}

// The values of those that stand before one in its function.
std::vector<NodeId> ReturnedBefore(const ast::Tree& tree, NodeId function, NodeId statement) {
  std::vector<NodeId> values;
  for (NodeId node = function + 1; node < statement;) {
    const Kind kind = tree[node].kind;
    if (kind == Kind::kReturnStatement) values.push_back(ValueReturned(tree, node));
    const bool is_other = kind == Kind::kFunctionDefinition || kind == Kind::kLambda ||
                          kind == Kind::kClassDefinition;
    node = is_other ? tree[node].subtree_end : node + 1;
  }
  return values;
}

bool HasName(const ast::Tree& tree, NodeId node, std::string_view name) {
  for (NodeId one : tree.Subtree(node)) {
    if (tree[one].kind == Kind::kIdentifier && tree.Text(one) == name) return true;
  }
  return false;
}

// The variable of a loop right before a statement; "" if there is none.
std::string_view LoopVariableBefore(const ast::Tree& tree, NodeId statement, NodeId& loop) {
  loop = StatementAbove(tree, statement);
  if (loop == kNoNode || tree[loop].kind != Kind::kForStatement) return "";
  const NodeId target = tree.Child(loop, Field::kLeft);
  return target != kNoNode && tree[target].kind == Kind::kIdentifier ? tree.Text(target) : "";
}

}  // namespace

std::vector<std::pair<std::string_view, float>> ReturnedWords(const ast::Tree& tree, NodeId read) {
  const NodeId statement = ReturnOf(tree, read);
  const NodeId function = statement == kNoNode ? statement : FunctionOf(tree, statement);
  if (function == kNoNode) return {};
  const std::vector<NodeId> before = ReturnedBefore(tree, function, statement);
  if (before.empty()) return {};
  bool has_true = false, has_false = false, has_other = false;
  for (NodeId value : before) {
    const Kind kind = value == kNoNode ? Kind::kNone : tree[value].kind;
    has_true |= kind == Kind::kTrue;
    has_false |= kind == Kind::kFalse;
    has_other |= kind != Kind::kTrue && kind != Kind::kFalse;
  }
  if (!has_other) {
    if (has_true && has_false) return {{"True", kEither}, {"False", kEither}};
    const std::string_view same = has_true ? "True" : "False", other = has_true ? "False" : "True";
    const bool is_end = tree[statement].parent == tree.Child(function, Field::kBody) &&
                        tree.NextSibling(statement) == kNoNode;
    if (is_end) return {{other, kOtherAtEnd}};
    return {{same, kSameWithin}, {other, kOtherWithin}};
  }
  NodeId loop = kNoNode;
  const std::string_view variable = LoopVariableBefore(tree, statement, loop);
  if (variable.empty()) return {};
  for (NodeId value : before) {
    const bool is_found = value != kNoNode && value > loop && HasName(tree, value, variable);
    if (!is_found) return {};
  }
  return {{"None", kNothingFound}};
}

void DoubtLoopVariable(const FoundSite& site, std::vector<Completion>& list) {
  const ast::Tree& tree = site.source->index.tree;
  const NodeId read = site.source->reads[static_cast<size_t>(site.at)];
  const NodeId statement = ReturnOf(tree, read);
  if (statement == kNoNode) return;
  NodeId loop = kNoNode;
  const std::string_view variable = LoopVariableBefore(tree, statement, loop);
  if (variable.empty()) return;
  for (Completion& one : list) {
    if (one.text == variable) one.probability = std::min(one.probability, kOfLoopVariable);
  }
}

}  // namespace fastnode::predict
