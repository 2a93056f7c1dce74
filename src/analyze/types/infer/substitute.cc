#include <optional>
#include <vector>

#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/solve.h"

namespace fastnode::types {
namespace {

// What a type that stands for self becomes on the receiver; nothing if that is no such object.
std::optional<TypeId> SelfOn(Infer& infer, const TypeData& self, const Substitution& with,
                             int depth) {
  TypeTable& table = infer.table();
  if ((self.flags & kIsSelf) == 0 || !IsKnown(with.receiver)) return std::nullopt;
  const Form form = table.form(with.receiver);
  bool is_it = (form == Form::kInstance || form == Form::kClass) &&
               IsKnown(infer.classes().FindAncestor(with.receiver, self.file, self.node));
  if (!is_it) return std::nullopt;
  TypeId object = with.receiver;
  if (self.form != form) {
    object = self.form == Form::kInstance ? table.InstanceOf(object) : table.ClassOf(object);
  }
  // What the object leaves open may have been solved: enumerate.__new__ says Self.
  if (with.variables.empty() || !table.HasVariables(object)) return object;
  return Substitute(infer, object, {.variables = with.variables}, depth + 1);
}

}  // namespace

TypeId Substitute(Infer& infer, TypeId type, const Substitution& with, int depth) {
  TypeTable& table = infer.table();
  if (!table.HasVariables(type) || depth > kMaxTypeDepth) return type;
  const TypeData& data = table[type];
  if (data.form == Form::kVariable) {
    for (const auto& [variable, value] : with.variables) {
      if (variable == type) return value;
    }
    return type;
  }
  if (data.form == Form::kClassOf) {
    TypeId inner = Substitute(infer, data.arguments[0], with, depth + 1);
    return inner == data.arguments[0] ? type : table.ClassOf(inner);
  }
  if (std::optional<TypeId> self = SelfOn(infer, data, with, depth)) return *self;
  std::vector<TypeId> arguments;
  arguments.reserve(data.arguments.size());
  for (TypeId argument : data.arguments) {
    const TypeId given = Substitute(infer, argument, with, depth + 1);
    const TypeData& several = table[given];
    if (table.IsPack(argument) && several.form == Form::kSpecial && several.text == kNameOfPack) {
      arguments.insert(arguments.end(), several.arguments.begin(), several.arguments.end());
    } else {
      arguments.push_back(given);
    }
  }
  if (data.form == Form::kUnion) return table.Union(arguments);
  return table.Add({.form = data.form,
                    .flags = data.flags,
                    .file = data.file,
                    .node = data.node,
                    .arguments = std::move(arguments),
                    .text = data.text});
}

}  // namespace fastnode::types
