// The weights of what packages do are logarithms already: they grow slowly. Where the project
// imports the name in another file, that outweighs all of them.
#include "predict/import_weights.h"

#include <algorithm>
#include <cmath>

#include "predict/auto_import/names.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

// Guesses, but for the order: what the project imports, what packages offer.
constexpr double kOfProject = 1e6, kOffered = 4;

// The module's path of the import statement round a name that it binds; "" of `import x`.
std::string_view ImportedFrom(const ast::Tree& tree, NodeId bound) {
  for (NodeId up = bound; up != kNoNode; up = tree[up].parent) {
    if (tree[up].kind == Kind::kImportStatement) return "";
    if (tree[up].kind != Kind::kImportFromStatement) continue;
    const NodeId from = tree.Child(up, Field::kModuleName);
    return from == kNoNode ? "" : tree.Text(from);
  }
  return "";
}

}  // namespace

ImportWeights::ImportWeights(const Known& known, const Budget& budget)
    : project_(known.exports.get()), own_(known.environment.standing().module) {
  if (!known.find_importables) return;
  Importables importables = known.find_importables(budget);
  packages_ = std::move(importables.list);
  late_ = importables.late;
}

double ImportWeights::InPackages(std::string_view module, std::string_view name) const {
  for (const Importable& index : packages_) {
    const auto_import::Index::Worth* worth = index->FindWorth(module, name);
    if (worth != nullptr) return std::exp2(worth->worth + (worth->is_exported ? kOffered : 0));
  }
  return 1;
}

double ImportWeights::InProject(std::string_view module, std::string_view name) const {
  if (project_ == nullptr) return 1;
  int files = 0;
  for (const auto_import::Index::Habit& habit : project_->HabitsStarting(name)) {
    const bool is_it =
        project_->NameOf(habit.name) == name && project_->NameOf(habit.module) == module;
    files += is_it && project_->ModuleOf(habit.by) != own_;
  }
  return files > 0 ? kOfProject * (1 + files) : 1;
}

bool IsMeantForOthers(const types::Module& module, std::string_view name) {
  if (module.has_all()) return std::binary_search(module.all().begin(), module.all().end(), name);
  const bind::VariableId variable = module.Find(bind::kModuleScope, name);
  if (variable == bind::kNone) return true;  // a star brings it
  for (const bind::Reference& one : module.index().variables[variable].references) {
    if (!bind::IsBinding(one.kind)) continue;
    if (one.kind != bind::ReferenceKind::kImport) return true;
    const std::string_view from = ImportedFrom(module.tree(), one.node);
    const bool is_within =
        from.starts_with('.') || auto_import::TopOf(from) == auto_import::TopOf(module.path());
    if (module.is_package() && !from.empty() && is_within) return true;
  }
  return false;
}

}  // namespace fastnode::predict
