#include "analyze/types/file/decorators.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

std::vector<NodeId> DecoratorsOf(const File& f, NodeId function) {
  std::vector<NodeId> decorators;
  NodeId parent = f.parent(function);
  if (parent == kNoNode || f.kind(parent) != Kind::kDecoratedDefinition) return decorators;
  for (NodeId c = f.first(parent); c != kNoNode && c != function; c = f.next(c)) {
    if (f.kind(c) == Kind::kDecorator) decorators.push_back(c);
  }
  return decorators;
}

std::string_view DecoratorName(const File& f, NodeId decorator) {
  NodeId expression = f.first(decorator);
  if (expression != kNoNode) expression = f.next(expression);  // after the `@`
  if (expression != kNoNode && f.kind(expression) == Kind::kCall) {
    expression = f.child(expression, Field::kFunction);
  }
  if (expression == kNoNode) return "";
  if (f.kind(expression) == Kind::kAttribute) expression = f.child(expression, Field::kAttribute);
  if (expression == kNoNode || f.kind(expression) != Kind::kIdentifier) return "";
  return f.is_hidden(expression) ? "" : f.text(expression);
}

bool HasDecorator(const File& f, NodeId function, std::string_view suffix) {
  NodeId parent = f.parent(function);
  if (parent == kNoNode || f.kind(parent) != Kind::kDecoratedDefinition) return false;
  for (NodeId c = f.first(parent); c != kNoNode && c != function; c = f.next(c)) {
    if (f.kind(c) == Kind::kDecorator && DecoratorName(f, c).ends_with(suffix)) return true;
  }
  return false;
}

}  // namespace fastnode::types
