#include "analyze/types/file/parameters.h"
#include "support/check.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

// The name of `*args` and `**kwargs`; kNoNode of a bare `*`.
NodeId NameBehindStars(const File& f, NodeId pattern) {
  NodeId node = f.first(pattern);
  if (node != kNoNode && f.kind(node) == Kind::kOperator) node = f.next(node);
  return node;
}

// In older stubs names that begin with two underscores are positional.
bool IsPositionalByName(const File& f, std::string_view name) {
  return name.starts_with("__") && !name.ends_with("__") && f.module->is_stub();
}

// What one part of the list says apart from its name; `node` becomes the name or its pattern.
Parameter Declared(const File& f, NodeId part, NodeId& node) {
  Parameter parameter;
  node = part;
  switch (f.kind(part)) {
    case Kind::kTypedParameter:
      parameter.annotation = f.child(part, Field::kType);
      node = f.first(part);
      break;
    case Kind::kDefaultParameter:
    case Kind::kTypedDefaultParameter:
      parameter.annotation = f.child(part, Field::kType);
      parameter.value = f.child(part, Field::kValue);
      node = f.child(part, Field::kName);
      break;
    default:
      break;
  }
  return parameter;
}

}  // namespace

std::vector<Parameter> ReadParameters(const File& f, NodeId function) {
  std::vector<Parameter> parameters;
  NodeId list = f.child(function, Field::kParameters);
  if (list == kNoNode) return parameters;
  bool keyword_only = false;
  for (NodeId c = f.first(list); c != kNoNode; c = f.next(c)) {
    if (f.kind(c) == Kind::kPositionalSeparator) {
      for (Parameter& before : parameters) before.kind = ParameterKind::kPositionalOnly;
      continue;
    }
    if (f.kind(c) == Kind::kKeywordSeparator) {
      keyword_only = true;
      continue;
    }
    NodeId node = kNoNode;
    Parameter parameter = Declared(f, c, node);
    if (keyword_only) parameter.kind = ParameterKind::kKeywordOnly;
    if (node == kNoNode) continue;
    if (f.kind(node) == Kind::kListSplatPattern || f.kind(node) == Kind::kDictionarySplatPattern) {
      bool list_like = f.kind(node) == Kind::kListSplatPattern;
      parameter.kind = list_like ? ParameterKind::kList : ParameterKind::kDictionary;
      keyword_only |= list_like;
      node = NameBehindStars(f, node);
      if (node == kNoNode) continue;
    }
    if (f.kind(node) != Kind::kIdentifier) continue;
    parameter.identifier = node;
    parameter.name = f.text(node);
    if (parameter.kind == ParameterKind::kNormal && IsPositionalByName(f, parameter.name)) {
      parameter.kind = ParameterKind::kPositionalOnly;
    }
    parameters.push_back(parameter);
  }
  return parameters;
}

const Parameter* FindParameter(const std::vector<Parameter>& parameters, NodeId identifier) {
  for (const Parameter& one : parameters) {
    if (one.identifier == identifier) return &one;
  }
  return nullptr;
}

NodeId ParameterListAround(const File& f, NodeId identifier) {
  CHECK(identifier < f.tree().nodes.end_id());  // a number of another file's node says nothing here
  NodeId list = f.parent(identifier);
  while (list != kNoNode && f.kind(list) != Kind::kParameters &&
         f.kind(list) != Kind::kLambdaParameters) {
    list = f.parent(list);
  }
  return list;
}

}  // namespace fastnode::types
