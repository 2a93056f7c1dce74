#include "predict/usual/due_words.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

using DueShares = std::vector<std::pair<std::string_view, float>>;

// Of 860 statements of context managers before they yield; with a `try` round it, and of a fixture
// that goes on: guesses.
constexpr float kOfManager = 0.19F, kOfTry = 0.5F, kOfFixture = 0.3F;

// The first statement of a branch without others, behind which a loop's body goes on.
bool IsInGuard(const ast::Tree& tree, NodeId statement, NodeId block) {
  const NodeId branch = tree[block].parent;
  if (branch == kNoNode || tree[branch].kind != Kind::kIfStatement) return false;
  if (tree.Child(branch, Field::kConsequence) != block || tree.FirstChild(block) != statement ||
      tree.NextSibling(block) != kNoNode || tree.NextSibling(branch) == kNoNode) {
    return false;
  }
  const NodeId round = tree[branch].parent;
  const NodeId loop = round == kNoNode ? round : tree[round].parent;
  if (loop == kNoNode || tree.Child(loop, Field::kBody) != round) return false;
  return tree[loop].kind == Kind::kForStatement || tree[loop].kind == Kind::kWhileStatement;
}

NodeId GeneratorAround(const ast::Tree& tree, NodeId node) {
  while (node != kNoNode && tree[node].kind != Kind::kFunctionDefinition) node = tree[node].parent;
  return node;
}

bool Yields(const ast::Tree& tree, NodeId function) {
  for (NodeId node : tree.Subtree(function)) {
    if (tree[node].kind == Kind::kYield) return true;
  }
  return false;
}

DueShares OfGenerator(const ast::Tree& tree, NodeId statement, NodeId block) {
  const NodeId function = GeneratorAround(tree, statement);
  const NodeId decorated = function == kNoNode ? function : tree[function].parent;
  if (decorated == kNoNode || tree[decorated].kind != Kind::kDecoratedDefinition) return {};
  if (Yields(tree, function)) return {};
  for (NodeId c = tree.FirstChild(decorated); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind != Kind::kDecorator) continue;
    const std::string_view text = tree.Text(c);
    if (text.ends_with("contextmanager")) {
      const NodeId round = tree[block].parent;
      const bool is_tried = round != kNoNode && tree[round].kind == Kind::kTryStatement;
      return {{"yield", is_tried ? kOfTry : kOfManager}};
    }
    const bool goes_on = tree.NextSibling(statement) != kNoNode && tree[block].parent == function &&
                         tree.FirstChild(block) != statement;
    const bool is_fixture = text.ends_with("fixture") || text.find("fixture(") != text.npos;
    if (is_fixture && goes_on) return {{"yield", kOfFixture}};
  }
  return {};
}

}  // namespace

DueShares DueWords(const ast::Tree& tree, NodeId read) {
  const NodeId statement = tree[read].parent;
  if (statement == kNoNode || tree[statement].kind != Kind::kExpressionStatement) return {};
  const NodeId block = tree[statement].parent;
  if (block == kNoNode || tree[block].kind != Kind::kBlock) return {};
  // Of 4,250 first statements of such branches in 5,000 files of packages that are trained on.
  if (IsInGuard(tree, statement, block)) return {{"continue", 0.22F}};
  return OfGenerator(tree, statement, block);
}

}  // namespace fastnode::predict
