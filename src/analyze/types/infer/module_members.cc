#include "analyze/types/infer/module_members.h"

#include "analyze/types/file/import_statement.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/names.h"
#include "analyze/types/infer/special_forms.h"

namespace fastnode::types {

TypeId ModuleMember(Infer& infer, const std::string& path, std::string_view name) {
  const File* f = infer.files().Find(path);
  const auto below = [&] { return path + "." + std::string(name); };
  if (f == nullptr) return infer.table().Opaque(below());
  TypeId special = SpecialForm(infer, *f, name);
  if (IsKnown(special)) return special;
  TypeId type = kUnknownType;
  VariableId variable = f->module->Find(bind::kModuleScope, name);
  if (variable != kNone) {
    type = VariableValue(infer, *f, variable);
    if (IsKnown(type) && type != kNoneType) return type;
  } else if (std::string star = infer.files().StarModule(*f, name); !star.empty()) {
    return ModuleMember(infer, star, name);
  }
  if (std::string module = below(); infer.files().Find(module) != nullptr) {
    return infer.table().Module(std::move(module));
  }
  if (variable != kNone) return type;
  TypeId member = infer.TypeOfMember(LibraryInstance(infer, "types", "ModuleType"), name);
  return infer.table().form(member) != Form::kUnknown ? member : kUnknownType;
}

TypeId ImportValue(Infer& infer, const File& f, NodeId identifier) {
  std::optional<ImportedName> imported = ReadImport(f, identifier);
  if (!imported) return kUnknownType;
  auto& [module, name] = *imported;
  if (name.empty()) return infer.table().Module(std::move(module));
  const File* from = infer.files().Find(module);
  if (from == nullptr) {
    if (!module.ends_with('.')) module += '.';
    return infer.table().Opaque(module + name);
  }
  // `from . import x` in the package's own file means the module below it.
  if (module == f.module->path() && f.module->is_package()) {
    std::string below = module + "." + name;
    if (infer.files().Find(below) != nullptr) return infer.table().Module(std::move(below));
  }
  TypeId type = ModuleMember(infer, module, name);
  if (IsKnown(type)) return type;
  bool has_name = from->module->Find(bind::kModuleScope, name) != kNone ||
                  !infer.files().StarModule(*from, name).empty();
  return has_name ? kUnknownType : infer.table().Opaque(module + "." + name);
}

}  // namespace fastnode::types
