// Imports, and what a module's name stands for.
#include <algorithm>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::ReferenceKind;

namespace {

constexpr int kMaxStars = 8;  // of star imports of star imports

}  // namespace

// "pkg.core" of ".core" in package "pkg". In no package relative paths stay as they are.
std::string Evaluator::AbsoluteModule(const File& f, std::string_view written) const {
  size_t dots = std::min(written.find_first_not_of('.'), written.size());
  std::string_view package = f.module->package();
  if (dots == 0 || package.empty()) return std::string(written);
  for (size_t up = 1; up < dots; ++up) {
    size_t dot = package.rfind('.');
    package = dot == std::string_view::npos ? "" : package.substr(0, dot);
  }
  std::string module(package);
  if (!module.empty() && dots < written.size()) module += '.';
  module += written.substr(dots);
  return module.empty() ? std::string(written) : module;
}

// A module by its dotted path, whether it is found or not.
TypeId Evaluator::ModuleType(std::string path) {
  return table_.Add({.form = Form::kModule, .text = std::move(path)});
}

// `name` of a module: a name of its scope, of its star imports, or a module below it.
TypeId Evaluator::ModuleName(const std::string& path, std::string_view name) {
  const File* f = ModuleFile(path);
  std::string below = path + "." + std::string(name);
  if (f == nullptr) return Opaque(below);
  TypeId special = SpecialForm(*f, name, kNoNode);
  if (table_.IsKnown(special)) return special;
  TypeId type = kUnknownType;
  VariableId variable = f->module->Find(bind::kModuleScope, name);
  if (variable != kNone) {
    type = VariableValue(*f, variable);
    if (table_.IsKnown(type) && type != kNoneType) return type;
  } else if (std::string star = StarModule(*f, name); !star.empty()) {
    return ModuleName(star, name);
  }
  if (ModuleFile(below) != nullptr) return ModuleType(std::move(below));
  if (variable != kNone) return type;
  TypeId member = Attribute(LibraryInstance("types", "ModuleType"), name);
  return table_.IsKnown(member) && table_[member].form != Form::kUnknown ? member : kUnknownType;
}

// The names that `from file import *` binds, sorted.
const std::vector<std::string_view>& Evaluator::Exported(const File& f, int depth) {
  auto [found, is_new] = exported_.emplace(f.number, std::vector<std::string_view>());
  if (!is_new) return found->second;
  std::vector<std::string_view> names;
  if (f.module->has_all()) {
    for (const std::string& name : f.module->all()) names.push_back(name);
  } else {
    for (VariableId variable : f.module->VariablesOf(bind::kModuleScope)) {
      std::string_view name = f.variable(variable).name;
      if (!name.starts_with('_')) names.push_back(name);
    }
    for (NodeId star : f.module->stars()) {
      NodeId from = f.child(star, Field::kModuleName);
      if (from == kNoNode || depth >= kMaxStars) continue;
      const File* module = ModuleFile(AbsoluteModule(f, f.text(from)));
      if (module == nullptr || module == &f) continue;
      const std::vector<std::string_view>& more = Exported(*module, depth + 1);
      names.insert(names.end(), more.begin(), more.end());
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
  }
  // The map's nodes stay where they are.
  return exported_[f.number] = std::move(names);
}

std::string Evaluator::StarPath(const File& f, NodeId star) const {
  NodeId from = f.child(star, Field::kModuleName);
  if (from == kNoNode || f.scope_of(star) != 0) return "";
  std::string path = AbsoluteModule(f, f.text(from));
  return path == f.module->path() ? "" : path;
}

std::string Evaluator::StarModule(const File& f, std::string_view name) {
  for (NodeId star : f.module->stars()) {
    std::string path = StarPath(f, star);
    const File* module = path.empty() ? nullptr : ModuleFile(path);
    if (module == nullptr) continue;
    const std::vector<std::string_view>& names = Exported(*module);
    if (std::binary_search(names.begin(), names.end(), name)) return path;
  }
  return "";
}

// What an import statement takes from where: `module` and, of `from module import name`, `name`.
bool Evaluator::ImportedName(const File& f, NodeId identifier, std::string& module,
                             std::string& name) {
  NodeId clause = f.parent(identifier), statement = clause;
  while (statement != kNoNode && f.kind(statement) != Kind::kImportStatement &&
         f.kind(statement) != Kind::kImportFromStatement) {
    statement = f.parent(statement);
  }
  if (statement == kNoNode) return false;
  NodeId written = clause;  // the dotted name that is imported
  if (f.kind(clause) == Kind::kAliasedImport) written = f.child(clause, Field::kName);
  if (written == kNoNode) return false;
  if (f.kind(statement) == Kind::kImportStatement) {
    // `import a.b` binds a.
    module = f.text(written == clause ? identifier : written);
    return true;
  }
  NodeId from = f.child(statement, Field::kModuleName);
  if (from == kNoNode) return false;
  module = AbsoluteModule(f, f.text(from));
  name = f.text(written);
  return true;
}

TypeId Evaluator::Import(const File& f, NodeId identifier) {
  std::string module, name;
  if (!ImportedName(f, identifier, module, name)) return kUnknownType;
  if (name.empty()) return ModuleType(std::move(module));
  if (ModuleFile(module) == nullptr) {
    if (!module.ends_with('.')) module += '.';
    return Opaque(module + name);
  }
  // `from . import x` in the package's own file means the module below it.
  if (module == f.module->path() && f.module->is_package()) {
    std::string below = module + "." + name;
    if (ModuleFile(below) != nullptr) return ModuleType(std::move(below));
  }
  TypeId type = ModuleName(module, name);
  if (table_.IsKnown(type)) return type;
  const File* from = ModuleFile(module);
  bool has_name =
      from->module->Find(bind::kModuleScope, name) != kNone || !StarModule(*from, name).empty();
  return has_name ? kUnknownType : Opaque(module + "." + name);
}

}  // namespace fastnode::types
