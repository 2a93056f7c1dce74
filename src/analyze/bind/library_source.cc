#include "analyze/bind/library_source.h"

#include <algorithm>

namespace fastnode::bind {

using ast::Field;
using ast::Kind;

InferredClass SourceFacts::Result(NodeId function) { return ClassOf(inference_.Result(function)); }

InferredClass SourceFacts::ModuleVariable(std::string_view name) {
  return ClassOf(inference_.ModuleVariable(name));
}

InferredClass SourceFacts::ClassVariable(NodeId cls, std::string_view name) {
  return ClassOf(inference_.Member({.kind = Type::Kind::kInstance, .local = cls}, name));
}

std::vector<std::string_view> SourceFacts::ModuleNames() const {
  std::vector<std::string_view> names;
  for (const Variable& variable : index_.variables) {
    bool bound = std::any_of(variable.references.begin(), variable.references.end(),
                             [](const Reference& r) { return IsBinding(r.kind); });
    if (variable.scope == 0 && bound) names.push_back(variable.name);
  }
  return names;
}

std::vector<std::string_view> SourceFacts::ClassNames(NodeId cls) {
  std::vector<std::string_view> names;
  for (const auto& [name, member] : inference_.ClassAt(cls).members) names.push_back(name);
  return names;
}

InferredClass SourceFacts::ClassOf(const Type& type) const {
  if (type.kind != Type::Kind::kInstance && type.kind != Type::Kind::kClass) return {};
  bool object = type.kind == Type::Kind::kClass;
  if (type.local != kNoNode) return {PathOf(type.local), object};
  return {inference_.library().path(type.symbol), object};
}

// Classes inside functions cannot be reached by a path.
std::string SourceFacts::PathOf(NodeId cls) const {
  std::string path;
  for (;;) {
    NodeId name = index_.tree.Child(cls, Field::kName);
    if (name == kNoNode) return "";
    path = "." + std::string(index_.tree.Text(name)) + path;
    const Scope& scope =
        index_.scopes[static_cast<size_t>(index_.scope_of[static_cast<size_t>(cls)])];
    if (scope.kind == ScopeKind::kModule) return module_ + path;
    if (scope.kind != ScopeKind::kClass) return "";
    cls = scope.node;
  }
}

}  // namespace fastnode::bind
