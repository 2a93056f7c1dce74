// Types made of other types: of a class its instances, of an instance its class.
#include <algorithm>

#include "analyze/types/infer/type_table.h"

namespace fastnode::types {
namespace {

constexpr size_t kMaxOpaqueBytes = 80;

}  // namespace

TypeId TypeTable::Module(std::string path) {
  return Add({.form = Form::kModule, .text = std::move(path)});
}

TypeId TypeTable::Class(int32_t file, ast::NodeId definition) {
  return Add({.form = Form::kClass, .file = file, .node = definition});
}

TypeId TypeTable::Function(int32_t file, ast::NodeId definition) {
  return Add({.form = Form::kFunction, .file = file, .node = definition});
}

TypeId TypeTable::Variable(int32_t file, ast::NodeId made_by, std::string_view name) {
  return Add({.form = Form::kVariable, .file = file, .node = made_by, .text = std::string(name)});
}

TypeId TypeTable::Opaque(std::string path) {
  if (path.size() > kMaxOpaqueBytes) return kUnknownType;
  return Add({.form = Form::kUnknown, .text = std::move(path)});
}

TypeId TypeTable::InstanceOf(TypeId cls, std::vector<TypeId> arguments) {
  if (form(cls) != Form::kUnion) return InstanceOfOne(cls, arguments);
  std::vector<TypeId> instances;
  for (TypeId alternative : Alternatives(cls)) {
    instances.push_back(InstanceOfOne(alternative, arguments));
  }
  return Union(instances);
}

// Unknown of what is no class.
TypeId TypeTable::InstanceOfOne(TypeId cls, const std::vector<TypeId>& arguments) {
  switch (form(cls)) {
    case Form::kClass: {
      if (arguments.empty() && IsKnown(traits_[cls.index()].object)) {
        return traits_[cls.index()].object;
      }
      TypeData data = (*this)[cls];
      data.form = Form::kInstance;
      if (!arguments.empty()) data.arguments = arguments;
      const TypeId object = Add(std::move(data));
      if (arguments.empty()) traits_[cls.index()].object = object;
      return object;
    }
    case Form::kClassOf:
      return (*this)[cls].arguments[0];
    case Form::kUnknown: {
      // A class of a package that is not there: the same as what calling it gives.
      const std::string& path = (*this)[cls].text;
      return path.empty() ? kUnknownType : Opaque(path + "()");
    }
    default:
      return kUnknownType;
  }
}

TypeId TypeTable::ClassOf(TypeId instance) {
  if (form(instance) != Form::kUnion) return ClassOfOne(instance);
  std::vector<TypeId> classes;
  for (TypeId alternative : Alternatives(instance)) classes.push_back(ClassOfOne(alternative));
  return Union(classes);
}

// Unknown of what is no instance.
TypeId TypeTable::ClassOfOne(TypeId instance) {
  switch (form(instance)) {
    case Form::kInstance: {
      TypeData data = (*this)[instance];
      data.form = Form::kClass;
      data.flags &= kIsSelf;
      data.text.clear();
      return Add(std::move(data));
    }
    case Form::kVariable:
      return Add({.form = Form::kClassOf, .arguments = {instance}});
    default:
      return kUnknownType;
  }
}

TypeId TypeTable::Packed(std::vector<TypeId> types) {
  if (types.empty()) return kUnknownType;
  if (types.size() == 1) return types[0];
  return Add(
      {.form = Form::kSpecial, .arguments = std::move(types), .text = std::string(kNameOfPack)});
}

TypeId TypeTable::OfAnyLength(TypeId tuple) {
  TypeData data = (*this)[tuple];
  if (data.form != Form::kInstance) return tuple;
  data.flags |= kAnyLength;
  return Add(std::move(data));
}

TypeId TypeTable::Grounded(TypeId type) {
  if (!HasVariables(type)) return type;
  const TypeData& open = (*this)[type];
  if (open.form == Form::kVariable) {
    return open.arguments.empty() ? kUnknownType : Grounded(open.arguments[0]);
  }
  if (open.form == Form::kClassOf) return ClassOf(Grounded(open.arguments[0]));
  TypeData data = open;
  data.flags &= static_cast<uint8_t>(~kIsSelf);
  for (TypeId& argument : data.arguments) argument = Grounded(argument);
  if (data.form == Form::kUnion) return Union(data.arguments);
  return Add(std::move(data));
}

std::vector<TypeId> TypeTable::VariablesIn(TypeId type) const {
  std::vector<TypeId> variables;
  auto collect = [&](auto&& self, TypeId at) -> void {
    if (!HasVariables(at)) return;
    if (form(at) == Form::kVariable) {
      bool is_new = std::find(variables.begin(), variables.end(), at) == variables.end();
      if (is_new) variables.push_back(at);
      return;
    }
    for (TypeId argument : (*this)[at].arguments) self(self, argument);
  };
  collect(collect, type);
  return variables;
}

}  // namespace fastnode::types
