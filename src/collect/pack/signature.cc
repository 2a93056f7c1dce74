#include "collect/pack/signature.h"

namespace fastnode::pack {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;
using types::Type;

namespace {

// The identifier of a parameter; kNoNode for separators and splats.
NodeId NameOf(const ast::Tree& tree, NodeId parameter) {
  switch (tree[parameter].kind) {
    case Kind::kIdentifier:
      return parameter;
    case Kind::kDefaultParameter:
    case Kind::kTypedDefaultParameter:
      return tree.Child(parameter, Field::kName);
    case Kind::kTypedParameter: {
      NodeId first = tree.FirstChild(parameter);
      return first != kNoNode && tree[first].kind == Kind::kIdentifier ? first : kNoNode;
    }
    default:
      return kNoNode;
  }
}

bool IsSplat(const ast::Tree& tree, NodeId parameter) {
  if (tree[parameter].kind == Kind::kTypedParameter) parameter = tree.FirstChild(parameter);
  return tree[parameter].kind == Kind::kListSplatPattern ||
         tree[parameter].kind == Kind::kDictionarySplatPattern;
}

bool IsStatic(const ast::Tree& tree, NodeId function) {
  NodeId parent = tree[function].parent;
  if (parent == kNoNode || tree[parent].kind != Kind::kDecoratedDefinition) return false;
  for (NodeId c = tree.FirstChild(parent); c != function; c = tree.NextSibling(c)) {
    if (tree[c].kind == Kind::kDecorator && tree.Text(c).ends_with("staticmethod")) return true;
  }
  return false;
}

bool IsMethod(const bind::FileIndex& index, NodeId function) {
  bind::ScopeId scope = index.scope_of[static_cast<size_t>(function)];
  return scope != bind::kNone &&
         index.scopes[static_cast<size_t>(scope)].kind == bind::ScopeKind::kClass;
}

}  // namespace

int Signature::Find(std::string_view name) const {
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

Signature SignatureOf(const bind::FileIndex& index, NodeId call, types::TypeEvaluator& types) {
  const ast::Tree& tree = index.tree;
  Signature signature;
  NodeId callee = tree.Child(call, Field::kFunction);
  if (callee == kNoNode) return signature;
  Type type = types.TypeOf(callee);
  NodeId function = kNoNode;
  bool bound = tree[callee].kind == Kind::kAttribute;
  if (type.kind == Type::Kind::kFunction) {
    function = type.local;
  } else if (type.kind == Type::Kind::kClass && type.local != kNoNode) {
    bound = true;
    for (const types::Member& member : types.Members(type)) {
      if (member.name == "__init__") function = member.node;
    }
  }
  // A member's node may be the name in `def name`.
  if (function != kNoNode && tree[function].kind == Kind::kIdentifier) {
    function = tree[function].parent;
  }
  if (function == kNoNode || tree[function].kind != Kind::kFunctionDefinition) return signature;
  NodeId parameters = tree.Child(function, Field::kParameters);
  if (parameters == kNoNode) return signature;
  bool skip = bound && IsMethod(index, function) && !IsStatic(tree, function);
  bool keyword_only = false;
  signature.known = true;
  for (NodeId c = tree.FirstChild(parameters); c != kNoNode; c = tree.NextSibling(c)) {
    if (IsSplat(tree, c)) {
      signature.takes_more = true;
      keyword_only = true;
      continue;
    }
    if (tree[c].kind == Kind::kKeywordSeparator) keyword_only = true;
    NodeId name = NameOf(tree, c);
    if (name == kNoNode) continue;
    if (skip) {
      skip = false;
      continue;
    }
    bool has_default =
        tree[c].kind == Kind::kDefaultParameter || tree[c].kind == Kind::kTypedDefaultParameter;
    signature.parameters.push_back({tree.Text(name), has_default, keyword_only});
  }
  return signature;
}

}  // namespace fastnode::pack
