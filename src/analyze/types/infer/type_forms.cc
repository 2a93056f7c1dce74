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
  std::vector<TypeId> instances;
  for (TypeId alternative : Alternatives(cls)) {
    TypeData data = (*this)[alternative];
    if (data.form == Form::kClass) {
      data.form = Form::kInstance;
      if (!arguments.empty()) data.arguments = arguments;
      instances.push_back(Add(std::move(data)));
    } else if (data.form == Form::kClassOf) {
      instances.push_back(data.arguments[0]);
    } else if (data.form == Form::kUnknown && !data.text.empty()) {
      // A class of a package that is not there: the same as what calling it gives.
      instances.push_back(Opaque(data.text + "()"));
    }
  }
  return Union(instances);
}

TypeId TypeTable::ClassOf(TypeId instance) {
  std::vector<TypeId> classes;
  for (TypeId alternative : Alternatives(instance)) {
    TypeData data = (*this)[alternative];
    if (data.form == Form::kInstance) {
      data.form = Form::kClass;
      data.flags &= kIsSelf;
      data.text.clear();
      classes.push_back(Add(std::move(data)));
    } else if (data.form == Form::kVariable) {
      classes.push_back(Add({.form = Form::kClassOf, .arguments = {alternative}}));
    }
  }
  return Union(classes);
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
  TypeData data = (*this)[type];
  if (data.form == Form::kVariable) {
    return data.arguments.empty() ? kUnknownType : Grounded(data.arguments[0]);
  }
  data.flags &= static_cast<uint8_t>(~kIsSelf);
  if (data.form == Form::kClassOf) return ClassOf(Grounded(data.arguments[0]));
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
