// Classes that calls make: namedtuple("P", "x y"), NamedTuple("P", [("x", int)]),
// Enum("Color", "RED GREEN"), type("T", (Base,), {}).
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

std::vector<MadeField> Evaluator::FieldsOfCall(const File& f, NodeId call) const {
  std::vector<MadeField> fields;
  NodeId list = f.child(call, Field::kArguments);
  NodeId given = list == kNoNode ? kNoNode : f.first(list);
  if (given != kNoNode) given = f.next(given);
  if (given == kNoNode) return fields;
  auto add = [&](std::string_view text, NodeId annotation) {
    constexpr std::string_view kBlanks = " ,\t\n";
    while (!text.empty()) {
      size_t begin = text.find_first_not_of(kBlanks);
      if (begin == text.npos) return;
      text.remove_prefix(begin);
      std::string_view name = text.substr(0, text.find_first_of(kBlanks));
      text.remove_prefix(name.size());
      fields.push_back({name, annotation});
    }
  };
  if (f.kind(given) == Kind::kString) {
    add(StringText(f.text(given)), kNoNode);
    return fields;
  }
  for (NodeId c = f.first(given); c != kNoNode; c = f.next(c)) {
    NodeId name = c, annotation = kNoNode;
    if (f.kind(c) == Kind::kTuple) {
      name = f.first(c);
      if (name != kNoNode) annotation = f.next(name);
    } else if (f.kind(c) == Kind::kPair) {
      name = f.child(c, Field::kKey);
    }
    if (name == kNoNode || f.kind(name) != Kind::kString) continue;
    add(StringText(f.text(name)), annotation);
  }
  return fields;
}

std::vector<TypeId> Evaluator::BasesOfCall(const File& f, NodeId call) {
  NodeId function = f.child(call, Field::kFunction);
  TypeId callee = function == kNoNode ? kUnknownType : TypeOf(f, function);
  if (table_[callee].form == Form::kClass && !IsBuiltin(callee, "type")) {
    if (Inherits(callee, "enum", "Enum")) return {callee};
  }
  if (!IsBuiltin(callee, "type")) return {LibraryClass("typing", "NamedTuple")};
  Arguments arguments = ArgumentsOf(f, call);
  std::vector<TypeId> bases;
  if (arguments.list.size() < 2) return bases;
  TypeId tuple = ArgumentType(arguments, 1);
  for (TypeId base : std::vector<TypeId>(table_[tuple].arguments)) {
    bool is_class = table_[base].form == Form::kClass || table_[base].form == Form::kUnknown;
    bases.push_back(is_class ? base : kUnknownType);
  }
  return bases;
}

TypeId Evaluator::FieldOfCall(const File& f, NodeId call, std::string_view name, bool& found) {
  for (const MadeField& field : FieldsOfCall(f, call)) {
    if (field.name != name) continue;
    found = true;
    if (ClassAt(f.number, call).is_enum) return InstanceOf(ClassType(f, call));
    return field.annotation == kNoNode ? kUnknownType : Annotated(f, field.annotation);
  }
  return kUnknownType;
}

}  // namespace fastnode::types
