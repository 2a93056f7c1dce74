#include "analyze/types/infer/known_classes.h"

#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/names.h"

namespace fastnode::types {
namespace {

// The first class statement that the module runs; else what the name stands for, if that is a
// class.
TypeId FindClass(Infer& infer, const File& f, std::string_view name) {
  VariableId variable = f.module->Find(bind::kModuleScope, name);
  if (variable == kNone) return kUnknownType;
  for (const bind::Reference& reference : f.variable(variable).references) {
    if (reference.kind != bind::ReferenceKind::kClass) continue;
    if (f.module->IsDead(reference.node)) continue;
    return infer.table().Class(f.number, f.parent(reference.node));
  }
  TypeId value = VariableValue(infer, f, variable);
  return infer.table().form(value) == Form::kClass ? value : kUnknownType;
}

}  // namespace

TypeId LibraryClass(Infer& infer, std::string_view module, std::string_view name) {
  return infer.memo().Ask(Question::kLibraryClass, 0, infer.NumberOfPath(module, name), [&] {
    const File* f = infer.files().Find(module);
    return f == nullptr ? kUnknownType : FindClass(infer, *f, name);
  });
}

TypeId Builtin(Infer& infer, std::string_view name) {
  return LibraryClass(infer, "builtins", name);
}

TypeId LibraryInstance(Infer& infer, std::string_view module, std::string_view name,
                       std::vector<TypeId> arguments) {
  return infer.table().InstanceOf(LibraryClass(infer, module, name), std::move(arguments));
}

TypeId Instance(Infer& infer, std::string_view builtin, std::vector<TypeId> arguments) {
  return LibraryInstance(infer, "builtins", builtin, std::move(arguments));
}

bool IsBuiltin(Infer& infer, TypeId type, std::string_view builtin) {
  const TypeData& data = infer.table()[type];
  if (data.form != Form::kInstance && data.form != Form::kClass) return false;
  // Most are another class, or of another file.
  const File* builtins = infer.files().builtins();
  if (builtins == nullptr || builtins->number != data.file) return false;
  const NodeId name = builtins->child(data.node, ast::Field::kName);
  if (name != kNoNode && builtins->text(name) != builtin) return false;
  const TypeData& cls = infer.table()[Builtin(infer, builtin)];
  return cls.form == Form::kClass && cls.file == data.file && cls.node == data.node;
}

bool IsInstanceOf(Infer& infer, TypeId type, std::string_view builtin) {
  return infer.table().form(type) == Form::kInstance && IsBuiltin(infer, type, builtin);
}

}  // namespace fastnode::types
