// `Generic[arguments]`: classes, generic aliases, and the forms of the typing module.
#include <algorithm>
#include <string>

#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/annotation_reader.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/solve.h"
#include "analyze/types/infer/values.h"

namespace fastnode::types {

using ast::Kind;

namespace {

// Forms that say something of a value, but not of its type.
constexpr std::string_view kWrappers[] = {"Annotated",   "ClassVar", "Final",   "Required",
                                          "NotRequired", "ReadOnly", "InitVar", "Unpack"};

}  // namespace

TypeId AnnotationReader::ReadSubscript(NodeId node, int depth) {
  NodeId head = tree_.FirstChild(node);
  if (head == kNoNode) return kUnknownType;
  std::vector<NodeId> arguments;
  for (NodeId c = tree_.NextSibling(head); c != kNoNode; c = tree_.NextSibling(c)) {
    bool list = tree_[c].kind == Kind::kTypeParameter || tree_[c].kind == Kind::kTuple;
    if (!list) {
      arguments.push_back(c);
      continue;
    }
    for (NodeId d = tree_.FirstChild(c); d != kNoNode; d = tree_.NextSibling(d)) {
      arguments.push_back(d);
    }
  }
  return Applied(Read(head, depth + 1), arguments, depth + 1);
}

bool AnnotationReader::IsEllipsis(NodeId argument) const {
  NodeId inner = tree_[argument].kind == Kind::kType ? tree_.FirstChild(argument) : argument;
  return inner != kNoNode && tree_[inner].kind == Kind::kEllipsis;
}

TypeId AnnotationReader::Applied(TypeId generic, const std::vector<NodeId>& arguments, int depth) {
  TypeData data = table_[generic];
  if (data.form == Form::kSpecial) return AppliedForm(data.text, arguments, depth);
  const bool is_alias = data.form == Form::kUnion ||
                        (data.form == Form::kInstance && !data.arguments.empty()) ||
                        (data.form == Form::kCallable && table_.HasVariables(generic));
  if (is_alias) return AppliedAlias(generic, arguments, depth);
  if (data.form != Form::kInstance) {
    return data.form == Form::kUnknown || data.form == Form::kVariable ? generic : kUnknownType;
  }
  std::vector<TypeId> given;
  for (NodeId argument : arguments) {
    if (IsEllipsis(argument)) {
      data.flags |= kAnyLength;
    } else {
      given.push_back(Read(argument, depth + 1));
    }
  }
  if (IsInstanceOf(infer_, generic, "type") && given.size() == 1) return table_.ClassOf(given[0]);
  data.arguments = std::move(given);
  return table_.Add(std::move(data));
}

// Of an alias, its variables in the order in which they stand in it.
TypeId AnnotationReader::AppliedAlias(TypeId alias, const std::vector<NodeId>& arguments,
                                      int depth) {
  const std::vector<TypeId> variables = table_.VariablesIn(alias);
  Substitution with;
  for (size_t i = 0; i < variables.size() && i < arguments.size(); ++i) {
    with.variables.emplace_back(variables[i], Read(arguments[i], depth + 1));
  }
  return Substitute(infer_, alias, with);
}

TypeId AnnotationReader::AppliedForm(std::string_view name, const std::vector<NodeId>& arguments,
                                     int depth) {
  auto read = [&](size_t i) {
    return i < arguments.size() ? Read(arguments[i], depth + 1) : kUnknownType;
  };
  if (name == "Optional") return AnyOrNone({read(0), kNoneType});
  if (name == "Union") {
    std::vector<TypeId> types;
    for (size_t i = 0; i < arguments.size(); ++i) types.push_back(read(i));
    return AnyOrNone(types);
  }
  bool wraps = std::find(std::begin(kWrappers), std::end(kWrappers), name) != std::end(kWrappers);
  if (wraps) return read(0);
  if (name == "Type") return table_.ClassOf(read(0));
  if (name == "TypeGuard" || name == "TypeIs") return Instance(infer_, "bool");
  if (name == "Tuple") return Applied(Instance(infer_, "tuple"), arguments, depth + 1);
  if (name == "Callable") {
    return arguments.empty() ? table_.Add({.form = Form::kCallable, .arguments = {kUnknownType}})
                             : CallableOf(arguments.front(), read(arguments.size() - 1), depth + 1);
  }
  return name == "Literal" ? Literals(arguments) : kUnknownType;
}

TypeId AnnotationReader::CallableOf(NodeId parameters, TypeId result, int depth) {
  if (tree_[parameters].kind == Kind::kType) parameters = tree_.FirstChild(parameters);
  std::vector<TypeId> types;
  if (table_.HasVariables(result) && parameters != kNoNode &&
      tree_[parameters].kind == Kind::kList) {
    for (NodeId c = tree_.FirstChild(parameters); c != kNoNode; c = tree_.NextSibling(c)) {
      types.push_back(Read(c, depth + 1));
    }
  }
  types.push_back(result);
  return table_.Add({.form = Form::kCallable, .arguments = std::move(types)});
}

TypeId AnnotationReader::Literals(const std::vector<NodeId>& values) {
  std::vector<TypeId> types;
  for (NodeId value : values) {
    while (value != kNoNode && f_.kind(value) == Kind::kType) value = f_.first(value);
    if (value == kNoNode) continue;
    TypeId type = f_.kind(value) == Kind::kNone ? kNoneType : ExpressionValue(infer_, f_, value);
    TypeData data = table_[type];
    if (data.form == Form::kInstance) {
      bool is_string = f_.kind(value) == Kind::kString;
      data.text = std::string(is_string ? StringText(f_.text(value)) : f_.text(value));
      type = table_.Add(std::move(data));
    }
    types.push_back(type);
  }
  return table_.Union(types);
}

TypeId AnnotationReader::ReadQuotedSubscript(NodeId node, int depth) {
  NodeId head = tree_.FirstChild(node);
  std::vector<TypeId> arguments;
  bool any_length = false;  // the last one is `...`
  for (NodeId c = tree_.NextSibling(head); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].kind == Kind::kTuple) continue;
    any_length = tree_[c].kind == Kind::kEllipsis;
    if (!any_length) arguments.push_back(Read(c, depth + 1));
  }
  TypeData data = table_[Read(head, depth + 1)];
  if (data.form == Form::kSpecial && data.text == "Callable" && !arguments.empty()) {
    return CallableOf(tree_.NextSibling(head), arguments.back(), depth + 1);
  }
  if (data.form == Form::kSpecial) return QuotedForm(data.text, std::move(arguments), any_length);
  if (data.form != Form::kInstance) return kUnknownType;
  data.arguments = std::move(arguments);
  if (any_length) data.flags |= kAnyLength;
  return table_.Add(std::move(data));
}

TypeId AnnotationReader::QuotedForm(std::string_view name, std::vector<TypeId> arguments,
                                    bool any_length) {
  if (arguments.empty()) return kUnknownType;
  if (name == "Optional") {
    arguments.push_back(kNoneType);
    return AnyOrNone(arguments);
  }
  if (name == "Union") return AnyOrNone(arguments);
  if (name == "Type") return table_.ClassOf(arguments[0]);
  if (name == "Tuple") {
    TypeId tuple = Instance(infer_, "tuple", arguments);
    return any_length ? table_.OfAnyLength(tuple) : tuple;
  }
  return arguments[0];
}

}  // namespace fastnode::types
