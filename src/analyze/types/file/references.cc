#include "analyze/types/file/references.h"

#include <algorithm>
#include <span>

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::Reference;
using bind::ScopeKind;

const Reference* ReferenceAt(const File& f, NodeId identifier) {
  VariableId variable = f.variable_of(identifier);
  if (variable == kNone) return nullptr;
  const std::span<const Reference> references = f.variable(variable).references;
  auto found = std::lower_bound(references.begin(), references.end(), identifier,
                                [](const Reference& r, NodeId wanted) { return r.node < wanted; });
  return found == references.end() || found->node != identifier ? nullptr : &*found;
}

bool IsReference(const File& f, NodeId identifier) {
  NodeId parent = f.parent(identifier);
  Field field = f.field(identifier);
  switch (f.kind(parent)) {
    case Kind::kAttribute:
      return field == Field::kObject;
    case Kind::kKeywordArgument:
      return field == Field::kValue;
    case Kind::kDottedName:
    case Kind::kAliasedImport:
    case Kind::kGlobalStatement:
    case Kind::kNonlocalStatement:
    case Kind::kKeywordPattern:
      return false;
    default:
      return true;
  }
}

VariableId Lookup(const File& f, ScopeId scope, std::string_view name) {
  for (ScopeId at = scope; at != kNone; at = f.scope(at).parent) {
    if (f.scope(at).kind == ScopeKind::kClass && at != scope) continue;
    if (VariableId found = f.module->Find(at, name); found != kNone) return found;
  }
  return kNone;
}

ScopeId ExecutionScope(const File& f, NodeId node) {
  ScopeId scope = f.scope_of(node), wanted = f.variable(f.variable_of(node)).scope;
  while (scope != wanted && f.scope(scope).parent != kNone &&
         (f.scope(scope).kind == ScopeKind::kComprehension ||
          f.scope(scope).kind == ScopeKind::kClass)) {
    scope = f.scope(scope).parent;
  }
  return scope;
}

bool IsLiteralItem(const File& f, NodeId subscript) {
  const NodeId key = f.child(subscript, Field::kSubscript);
  if (key == kNoNode || f.next(key) != kNoNode) return false;
  return f.kind(key) == Kind::kString || f.kind(key) == Kind::kInteger;
}

bool IsSameThing(const File& f, NodeId a, NodeId b) {
  while (f.kind(a) == f.kind(b) && f.kind(a) != Kind::kIdentifier) {
    if (f.kind(a) == Kind::kSubscript) {
      if (!IsLiteralItem(f, a) || !IsLiteralItem(f, b)) return false;
      if (f.text(f.child(a, Field::kSubscript)) != f.text(f.child(b, Field::kSubscript))) {
        return false;
      }
      a = f.child(a, Field::kValue);
      b = f.child(b, Field::kValue);
      if (a == kNoNode || b == kNoNode) return false;
      continue;
    }
    if (f.kind(a) != Kind::kAttribute) return false;
    NodeId x = f.child(a, Field::kAttribute), y = f.child(b, Field::kAttribute);
    if (x == kNoNode || y == kNoNode || f.text(x) != f.text(y)) return false;
    if (f.is_hidden(x) || f.is_hidden(y)) return false;
    a = f.child(a, Field::kObject);
    b = f.child(b, Field::kObject);
    if (a == kNoNode || b == kNoNode) return false;
  }
  if (f.kind(a) != Kind::kIdentifier || f.kind(b) != Kind::kIdentifier) return false;
  if (f.text(a) != f.text(b) || f.is_hidden(a) || f.is_hidden(b)) return false;
  if (f.variable_of(a) != kNone && f.variable_of(a) == f.variable_of(b)) return true;
  // `self` of two methods of a class.
  NodeId own = EnclosingClass(f, a);
  return own != kNoNode && own == EnclosingClass(f, b) && f.text(a) == "self";
}

NodeId EnclosingClass(const File& f, NodeId node) {
  for (ScopeId scope = f.scope_of(node); scope != kNone; scope = f.scope(scope).parent) {
    if (f.scope(scope).kind == ScopeKind::kClass) return f.scope(scope).node;
  }
  return kNoNode;
}

NodeId ClassOfFunction(const File& f, NodeId function) {
  if (f.kind(function) != Kind::kFunctionDefinition) return kNoNode;
  ScopeId scope = f.scope_of(function);
  // The scope of the function's own type parameters stands between.
  while (scope != kNone && f.kind(f.scope(scope).node) == Kind::kTypeParameter) {
    scope = f.scope(scope).parent;
  }
  return scope != kNone && f.scope(scope).kind == ScopeKind::kClass ? f.scope(scope).node : kNoNode;
}

}  // namespace fastnode::types
