// The weights of what packages do are logarithms already: they grow slowly. Where the project
// imports the name in another file, that outweighs all of them.
#include "predict/imports/import_weights.h"

#include <algorithm>
#include <cmath>

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

// Guesses, but for the order: what the project imports, what packages offer.
constexpr double kOfProject = 1e6, kOffered = 4;

// Whether the import statement that binds a name offers it to others.
bool OffersToOthers(const types::Module& module, NodeId bound) {
  const ast::Tree& tree = module.tree();
  const NodeId alias = tree[bound].parent;
  if (alias != kNoNode && tree[alias].kind == Kind::kAliasedImport) {
    const NodeId name = tree.Child(alias, Field::kName);
    if (name != kNoNode && tree.Text(name) == tree.Text(bound)) return true;
  }
  if (!module.is_package()) return false;
  for (NodeId up = bound; up != kNoNode; up = tree[up].parent) {
    if (tree[up].kind == Kind::kImportStatement) return false;
    if (tree[up].kind != Kind::kImportFromStatement) continue;
    const NodeId path = tree.Child(up, Field::kModuleName);
    const std::string_view from = path == kNoNode ? "" : tree.Text(path);
    return (from.starts_with('.') && !from.starts_with("..")) || from == module.path() ||
           from.starts_with(module.path() + ".");
  }
  return false;
}

}  // namespace

ImportWeights::ImportWeights(const Known& known, const Budget& budget)
    : project_(known.exports.get()), own_(known.environment.standing().module) {
  if (!known.find_importables) return;
  // An order is no reason to wait: who has little time gets it as soon as the packages are read.
  Budget now = budget;
  if (now.deadline) now.deadline = std::chrono::steady_clock::now();
  Importables importables = known.find_importables(now);
  packages_ = std::move(importables.list);
  late_ = importables.late;
}

double ImportWeights::InPackages(std::string_view module, std::string_view name,
                                 bool is_meant) const {
  for (const Importable& index : packages_) {
    const auto_import::Index::Worth* worth = index->FindWorth(module, name);
    if (worth == nullptr) continue;
    if (!is_meant && !worth->is_taken) return 1;
    return std::exp2(worth->worth + (worth->is_exported ? kOffered : 0));
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
    if (OffersToOthers(module, one.node)) return true;
  }
  return false;
}

}  // namespace fastnode::predict
