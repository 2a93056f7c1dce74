#include "analyze/types/infer/made_classes.h"

#include "analyze/types/file/made_fields.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/parsed_arguments.h"

namespace fastnode::types {

using ast::Field;

std::vector<TypeId> BasesOfCall(Infer& infer, const File& f, NodeId call) {
  if (ParsesArguments(f, call)) return {BaseOfParsed(infer, f, call)};
  NodeId function = f.child(call, Field::kFunction);
  TypeId callee = function == kNoNode ? kUnknownType : infer.TypeOf(f, function);
  if (MakesNamespace(f, call)) {
    return {infer.table().form(callee) == Form::kClass ? callee : kUnknownType};
  }
  if (infer.table().form(callee) == Form::kSpecial) {
    return {LibraryClass(infer, "typing", "_TypedDict")};
  }
  const bool is_type = IsBuiltin(infer, callee, "type");
  if (infer.table().form(callee) == Form::kClass && !is_type &&
      infer.classes().Inherits(callee, "enum", "Enum")) {
    return {callee};
  }
  if (!is_type) return {LibraryClass(infer, "typing", "NamedTuple")};
  Arguments arguments = ArgumentsOf(f, call);
  std::vector<TypeId> bases;
  if (arguments.list.size() < 2) return bases;
  TypeId tuple = ArgumentType(infer, arguments, 1);
  if (!IsKnown(tuple)) return {kUnknownType};
  for (TypeId base : infer.table()[tuple].arguments) {
    Form form = infer.table().form(base);
    bool is_class = form == Form::kClass || form == Form::kUnknown;
    bases.push_back(is_class ? base : kUnknownType);
  }
  return bases;
}

std::optional<TypeId> FieldOfCall(Infer& infer, const File& f, NodeId call, std::string_view name) {
  if (ParsesArguments(f, call)) return ParsedArgument(infer, f, name);
  for (const MadeField& field : FieldsOfCall(f, call)) {
    if (field.name != name) continue;
    if (infer.classes().At(f.number, call).is_enum) {
      return infer.table().InstanceOf(infer.table().Class(f.number, call));
    }
    if (field.value != kNoNode) {
      const TypeId value = infer.TypeOf(f, field.value);
      return value == kNoneType ? kUnknownType : value;  // somebody sets it
    }
    if (field.annotation == kNoNode) return kUnknownType;
    return infer.TypeOfAnnotation(f, field.annotation);
  }
  return std::nullopt;
}

}  // namespace fastnode::types
