#include "predict/fit/without_value.h"

#include <algorithm>
#include <vector>

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

bool Contains(const ast::Tree& tree, NodeId node, NodeId inner) {
  return node <= inner && inner < tree[node].subtree_end;
}

// Whether a class, a function, an assignment or a loop gives its name something only behind `at`,
// though the name stands before it: `n = n`, `for n in n`, `class N(N)`.
bool IsBoundLater(const ast::Tree& tree, NodeId name, NodeId at) {
  for (NodeId up = tree[name].parent; up != kNoNode; up = tree[up].parent) {
    switch (tree[up].kind) {
      case Kind::kAssignment:
      case Kind::kAugmentedAssignment:
      case Kind::kNamedExpression:
      case Kind::kFunctionDefinition:
      case Kind::kClassDefinition:
        return Contains(tree, up, at);
      case Kind::kForStatement: {
        const NodeId value = tree.Child(up, Field::kRight);
        return value != kNoNode && Contains(tree, value, at);
      }
      case Kind::kBlock:
      case Kind::kModule:
      case Kind::kExpressionStatement:
        return false;
      default:
        break;
    }
  }
  return false;
}

// Whether a type stands there: in an annotation, or given a name by `type X = ...`.
bool IsOfType(const ast::Tree& tree, NodeId at) {
  for (NodeId up = at; up != kNoNode; up = tree[up].parent) {
    const Kind kind = tree[up].kind;
    if (kind == Kind::kType || kind == Kind::kTypeAliasStatement) return true;
    if (kind == Kind::kBlock || kind == Kind::kModule) return false;
  }
  return false;
}

// The block in which a statement stands.
NodeId BlockAround(const ast::Tree& tree, NodeId node) {
  while (node != kNoNode && tree[node].kind != Kind::kBlock && tree[node].kind != Kind::kModule) {
    node = tree[node].parent;
  }
  return node;
}

class Finder {
 public:
  Finder(const bind::FileIndex& index, NodeId at) : index_(index), tree_(index.tree), at_(at) {
    bind::ScopeId scope = index.scope_of[at];
    for (; scope != bind::kNone; scope = index.scopes[scope].parent) {
      const bind::ScopeKind kind = index.scopes[scope].kind;
      if (kind == bind::ScopeKind::kLambda) break;  // it runs at any time
      const bool runs = kind == bind::ScopeKind::kModule || kind == bind::ScopeKind::kFunction;
      if (kind != bind::ScopeKind::kComprehension) together_.push_back(scope);
      if (runs) break;
    }
    for (NodeId inner = at, up; (up = tree_[inner].parent) != kNoNode; inner = up) {
      const Kind kind = tree_[up].kind;
      // What a loop goes over is asked for once.
      const bool is_for = kind == Kind::kForStatement && tree_[inner].field != Field::kRight;
      if (is_for || kind == Kind::kWhileStatement) loop_ = up;
      if (kind == Kind::kFunctionDefinition) break;
    }
  }

  bool HasNoValue(const bind::Variable& variable) const {
    if (std::find(together_.begin(), together_.end(), variable.scope) == together_.end()) {
      return false;
    }
    bool has = false, is_of_elsewhere = false;
    for (const bind::Reference& reference : variable.references) {
      if (reference.kind == bind::ReferenceKind::kRead) continue;
      if (reference.kind == bind::ReferenceKind::kParameter) return false;
      // Bound by a function that says it is global: who calls it when is not known.
      is_of_elsewhere |= index_.scope_of[reference.node] != variable.scope &&
                         bind::IsBinding(reference.kind) && !IsInOwn(reference.node, variable);
      const bool is_above = reference.node < at_;
      const bool is_round = loop_ != kNoNode && Contains(tree_, loop_, reference.node);
      if (reference.kind == bind::ReferenceKind::kDelete) {
        if (is_above && Contains(tree_, BlockAround(tree_, reference.node), at_)) has = false;
      } else if (is_above ? !IsBoundLater(tree_, reference.node, at_) || is_round : is_round) {
        has = true;
      }
    }
    return !has && !is_of_elsewhere;
  }

 private:
  // A parameter, and the name of a function or a class, are bound in the scope of the variable
  // though the tree has them elsewhere.
  bool IsInOwn(NodeId node, const bind::Variable& variable) const {
    for (bind::ScopeId scope = index_.scope_of[node]; scope != bind::kNone;
         scope = index_.scopes[scope].parent) {
      if (scope == variable.scope) return true;
      const bind::ScopeKind kind = index_.scopes[scope].kind;
      if (kind != bind::ScopeKind::kComprehension && kind != bind::ScopeKind::kClass) return false;
    }
    return false;
  }

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  const NodeId at_;
  std::vector<bind::ScopeId> together_;
  NodeId loop_ = kNoNode;  // the outermost
};

}  // namespace

std::set<std::string_view> WithoutValue(const bind::FileIndex& index, NodeId at) {
  std::set<std::string_view> names;
  if (IsOfType(index.tree, at)) return names;
  const Finder finder(index, at);
  for (bind::VariableId id : bind::VisibleVariables(index, at)) {
    const bind::Variable& variable = index.variables[id];
    if (finder.HasNoValue(variable)) names.insert(variable.name);
  }
  return names;
}

}  // namespace fastnode::predict
