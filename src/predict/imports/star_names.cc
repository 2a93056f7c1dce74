#include "predict/imports/star_names.h"

#include <algorithm>

#include "analyze/types/file/module.h"

namespace fastnode::predict {
namespace {

constexpr int kMaxStars = 4;

void AddStars(const types::Module& importer, const types::Environment& environment, int depth,
              Names& names);

void AddNames(const types::Module& module, const types::Environment& environment, int depth,
              Names& names) {
  if (module.has_all()) {
    names.insert(module.all().begin(), module.all().end());
    return;
  }
  for (bind::VariableId id : module.VariablesOf(bind::kModuleScope)) {
    const bind::Variable& variable = module.index().variables[id];
    if (variable.name.starts_with('_')) continue;
    // What a stub imports is its own affair.
    const bool is_own = std::any_of(
        variable.references.begin(), variable.references.end(), [](const bind::Reference& one) {
          return bind::IsBinding(one.kind) && one.kind != bind::ReferenceKind::kImport;
        });
    if (is_own || !module.is_stub()) names.emplace(variable.name);
  }
  AddStars(module, environment, depth + 1, names);
}

void AddStars(const types::Module& importer, const types::Environment& environment, int depth,
              Names& names) {
  if (depth > kMaxStars) return;
  for (ast::NodeId star : importer.stars()) {
    const ast::NodeId from = importer.tree().Child(star, ast::Field::kModuleName);
    if (from == ast::kNoNode || importer.index().scope_of[star] != bind::kModuleScope) continue;
    const std::string path = AbsoluteModule(importer.package(), importer.tree().Text(from));
    const std::shared_ptr<const types::Module> module = environment.Find(path);
    if (module != nullptr) AddNames(*module, environment, depth, names);
  }
}

}  // namespace

std::string AbsoluteModule(std::string package, std::string_view written) {
  const size_t dots = std::min(written.find_first_not_of('.'), written.size());
  if (dots == 0) return std::string(written);
  for (size_t up = 1; up < dots; ++up) package.resize(std::min(package.rfind('.'), package.size()));
  const std::string_view rest = written.substr(dots);
  return package + (package.empty() || rest.empty() ? "" : ".") + std::string(rest);
}

bool HasStar(const bind::FileIndex& index) {
  for (ast::NodeId node : index.tree.ids()) {
    if (index.tree[node].kind == ast::Kind::kWildcardImport) return true;
  }
  return false;
}

Names StarNames(const bind::FileIndex& index, const types::Environment& environment) {
  const types::Module here(index, environment.standing().module, environment.standing().package);
  Names names;
  AddStars(here, environment, 0, names);
  return names;
}

}  // namespace fastnode::predict
