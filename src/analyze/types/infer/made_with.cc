#include "analyze/types/infer/made_with.h"

#include "analyze/types/file/parameters.h"
#include "analyze/types/file/references.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/open_parameter.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

// The dictionary of `type(name, bases, {...})`, or kNoNode.
NodeId DictionaryOf(const File& f, NodeId call) {
  if (f.kind(call) != Kind::kCall) return kNoNode;
  const NodeId function = f.child(call, Field::kFunction);
  if (function == kNoNode || f.text(function) != "type" || f.is_hidden(function)) return kNoNode;
  const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
  if (arguments.size() != 3 || f.kind(arguments[2].node) != Kind::kDictionary) return kNoNode;
  return arguments[2].node;
}

// The parameter of the function around that a name means: its identifier there, or kNoNode.
NodeId ParameterMeant(const File& f, NodeId name) {
  const VariableId variable = f.variable_of(name);
  if (f.kind(name) != Kind::kIdentifier || variable == kNone || f.is_hidden(name)) return kNoNode;
  const bind::Reference& first = f.variable(variable).references[0];
  return first.kind == bind::ReferenceKind::kParameter ? first.node : NodeId(kNoNode);
}

struct Copied {
  NodeId parameter = kNoNode;  // the class that is passed
  NodeId copier = kNoNode;     // the last name of what copies its methods
};
// `**copier(parameter)`
Copied CopiedBy(const File& f, NodeId call) {
  const NodeId dictionary = DictionaryOf(f, call);
  for (NodeId c = dictionary == kNoNode ? kNoNode : f.first(dictionary); c != kNoNode;
       c = f.next(c)) {
    if (f.kind(c) != Kind::kDictionarySplat) continue;
    for (NodeId value = f.first(c); value != kNoNode; value = f.next(value)) {
      if (f.kind(value) != Kind::kCall) continue;
      const std::vector<WrittenArgument> arguments = WrittenArguments(f, value);
      NodeId name = f.child(value, Field::kFunction);
      if (name != kNoNode && f.kind(name) == Kind::kAttribute) {
        name = f.child(name, Field::kAttribute);
      }
      if (arguments.size() != 1 || name == kNoNode || f.is_hidden(name)) continue;
      const NodeId parameter = ParameterMeant(f, arguments[0].node);
      if (parameter != kNoNode) return {parameter, name};
    }
  }
  return {};
}

// `get_rows` of `getattr(self.get_rows(), name)` in the method that copies; "" if it has none.
std::string_view CalledOn(const File& f, NodeId call, NodeId copier) {
  const NodeId cls = EnclosingClass(f, call);
  const VariableId variable = cls == kNoNode
                                  ? VariableId(kNone)
                                  : f.module->Find(f.module->ScopeOfClass(cls), f.text(copier));
  if (variable == kNone) return "";
  const NodeId function = f.parent(f.variable(variable).references[0].node);
  if (f.kind(function) != Kind::kFunctionDefinition) return "";
  for (const auto& [name, getter] : f.module->CallsOf("getattr")) {
    if (!f.contains(function, getter)) continue;
    const std::vector<WrittenArgument> arguments = WrittenArguments(f, getter);
    if (arguments.empty() || f.kind(arguments[0].node) != Kind::kCall) continue;
    const NodeId callee = f.child(arguments[0].node, Field::kFunction);
    const NodeId method = callee == kNoNode ? NodeId(kNoNode) : f.child(callee, Field::kAttribute);
    if (method != kNoNode && !f.is_hidden(method)) return f.text(method);
  }
  return "";
}

}  // namespace

TypeId ParameterOfMade(Infer& infer, const File& f, NodeId call) {
  const NodeId parameter = CopiedBy(f, call).parameter;
  return parameter == kNoNode ? kUnknownType : infer.table().Variable(f.number, parameter, "");
}

TypeId CopiedFrom(Infer& infer, const File& f, NodeId call, TypeId applied) {
  if (CopiedBy(f, call).parameter == kNoNode) return kUnknownType;
  const std::vector<TypeId> arguments = infer.table()[applied].arguments;
  if (arguments.empty() || infer.table().form(arguments[0]) != Form::kClass) return kUnknownType;
  return WithOpenArgument(infer, infer.table().InstanceOf(arguments[0]),
                          OpenArgument(infer, applied));
}

std::optional<TypeId> MemberOfMade(Infer& infer, const File& f, NodeId call, std::string_view name,
                                   TypeId receiver) {
  const Copied copied = CopiedBy(f, call);
  if (copied.parameter == kNoNode) return std::nullopt;
  const TypeId made = infer.classes().FindAncestor(receiver, f.number, call);
  if (!IsKnown(made)) return std::nullopt;
  const NodeId dictionary = DictionaryOf(f, call);
  for (NodeId c = f.first(dictionary); c != kNoNode; c = f.next(c)) {
    if (f.kind(c) != Kind::kPair) continue;
    const NodeId key = f.child(c, Field::kKey), value = f.child(c, Field::kValue);
    if (key == kNoNode || value == kNoNode || StringText(f.text(key)) != name) continue;
    if (ParameterMeant(f, value) != copied.parameter) return infer.TypeOf(f, value);
    const std::vector<TypeId>& arguments = infer.table()[made].arguments;
    return arguments.empty() ? kUnknownType : arguments[0];
  }
  const bool on_object = infer.table().form(receiver) == Form::kInstance;
  const std::string_view called_on = CalledOn(f, call, copied.copier);
  if (!on_object || name.starts_with("_") || name == called_on) return std::nullopt;
  const TypeId known = CopiedFrom(infer, f, call, made);
  if (!IsKnown(infer.TypeOfMember(known, name))) return std::nullopt;
  TypeId object = called_on.empty() ? kUnknownType : infer.CallMethod(receiver, called_on, {});
  if (!IsKnown(object)) object = known;
  return infer.TypeOfMember(object, name);
}

void SolveMadeWith(Infer& infer, const File& f, TypeId result,
                   const std::vector<Parameter>& parameters, bool bound, const Arguments& arguments,
                   Substitution& with) {
  if (f.module->is_stub()) return;
  for (TypeId variable : infer.table().VariablesIn(result)) {
    const TypeData data = infer.table()[variable];
    if (data.file != f.number) continue;
    for (size_t p = 0; p < parameters.size(); ++p) {
      if (parameters[p].identifier != data.node) continue;
      const Matching matching = Match(parameters, bound, arguments.list);
      for (size_t i = 0; i < arguments.list.size(); ++i) {
        if (matching.parameter_of[i] != static_cast<int>(p)) continue;
        with.variables.emplace_back(variable, ArgumentType(infer, arguments, i));
      }
    }
  }
}

}  // namespace fastnode::types
