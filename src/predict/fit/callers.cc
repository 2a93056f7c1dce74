#include "predict/fit/callers.h"

#include <algorithm>

#include "predict/fit/written_values.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr size_t kMaxCalls = 50;

// The name of a parameter in whatever way it is declared.
NodeId NameOfParameter(const ast::Tree& tree, NodeId parameter) {
  for (NodeId node : tree.Subtree(parameter)) {
    if (tree[node].kind == Kind::kIdentifier) return node;
  }
  return kNoNode;
}

bool IsStatic(const ast::Tree& tree, NodeId function) {
  const NodeId decorated = tree[function].parent;
  if (decorated == kNoNode || tree[decorated].kind != Kind::kDecoratedDefinition) return false;
  const NodeId first = tree.FirstChild(decorated);
  return tree[first].kind == Kind::kDecorator && tree.Text(first) == "@staticmethod";
}

// The class whose method a function is, or kNoNode.
NodeId ClassOfMethod(const ast::Tree& tree, NodeId function) {
  NodeId block = tree[function].parent;
  if (block != kNoNode && tree[block].kind == Kind::kDecoratedDefinition)
    block = tree[block].parent;
  const NodeId owner = block == kNoNode ? block : tree[block].parent;
  return owner != kNoNode && tree[owner].kind == Kind::kClassDefinition ? owner : NodeId(kNoNode);
}

}  // namespace

Callers::Callers(const bind::FileIndex& index, NodeId name)
    : tree_(index.tree), parameter_(tree_.Text(name)) {
  NodeId list = tree_[name].parent;
  while (list != kNoNode && tree_[list].kind != Kind::kParameters) {
    if (tree_[list].kind == Kind::kLambda || tree_[list].kind == Kind::kBlock) return;
    list = tree_[list].parent;
  }
  if (list == kNoNode) return;
  function_ = tree_[list].parent;
  const NodeId own = tree_.Child(function_, Field::kName);
  called_ = own == kNoNode ? "" : tree_.Text(own);
  const NodeId owner = ClassOfMethod(tree_, function_);
  if (owner != kNoNode && called_ == "__init__") {
    const NodeId class_name = tree_.Child(owner, Field::kName);
    called_ = class_name == kNoNode ? "" : tree_.Text(class_name);
  }
  const bool has_object = owner != kNoNode && !IsStatic(tree_, function_);
  for (NodeId c = tree_.FirstChild(list); c != kNoNode; c = tree_.NextSibling(c)) {
    const NodeId one = NameOfParameter(tree_, c);
    if (one == name) position_ = parameters_.size() - (has_object && !parameters_.empty() ? 1 : 0);
    parameters_.push_back(one == kNoNode ? "" : tree_.Text(one));
  }
}

std::vector<NodeId> Callers::Calls() const {
  std::vector<NodeId> calls;
  if (called_.empty()) return calls;
  for (NodeId node : tree_.ids()) {
    if (tree_[node].kind != Kind::kCall || NameOfCallee(tree_, node) != called_) continue;
    calls.push_back(node);
    if (calls.size() == kMaxCalls) break;
  }
  return calls;
}

std::vector<NodeId> Callers::Passed() const {
  std::vector<NodeId> passed;
  for (NodeId call : Calls()) {
    const NodeId list = tree_.Child(call, Field::kArguments);
    if (list == kNoNode || tree_[list].kind != Kind::kArgumentList) continue;
    size_t position = 0;
    for (NodeId c = tree_.FirstChild(list); c != kNoNode; c = tree_.NextSibling(c), ++position) {
      const Kind kind = tree_[c].kind;
      if (kind == Kind::kListSplat) break;
      if (kind == Kind::kKeywordArgument) {
        const NodeId value = tree_.Child(c, Field::kValue);
        if (KeyOf(tree_, c) == parameter_ && value != kNoNode) passed.push_back(value);
      } else if (position == position_ && kind != Kind::kDictionarySplat) {
        passed.push_back(c);
      }
    }
  }
  return passed;
}

std::vector<std::string_view> Callers::OtherKeywords() const {
  std::vector<std::string_view> keywords;
  for (NodeId call : Calls()) {
    const NodeId list = tree_.Child(call, Field::kArguments);
    if (list == kNoNode) continue;
    for (NodeId c = tree_.FirstChild(list); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind != Kind::kKeywordArgument) continue;
      const std::string_view name = KeyOf(tree_, c);
      if (std::find(parameters_.begin(), parameters_.end(), name) == parameters_.end()) {
        keywords.push_back(name);
      }
    }
  }
  return keywords;
}

}  // namespace fastnode::predict
