#include "analyze/types/file/class_names.h"

#include "analyze/types/file/likeness.h"

namespace fastnode::types {

using bind::ReferenceKind;

namespace {

// The only binding of a variable, if it is alive.
NodeId OnlyBinding(const File& f, const bind::Variable& variable) {
  NodeId only = kNoNode;
  for (const bind::Reference& reference : variable.references) {
    if (!bind::IsBinding(reference.kind)) continue;
    if (only != kNoNode) return kNoNode;
    only = reference.node;
  }
  return only != kNoNode && !f.module->IsDead(only) ? only : NodeId(kNoNode);
}

}  // namespace

ClassNames ReadClassNames(const File& f) {
  ClassNames names;
  for (VariableId v : f.module->VariablesOf(bind::kModuleScope)) {
    const bind::Variable& variable = f.variable(v);
    const ReferenceKind kind = variable.references[0].kind;
    if (kind == ReferenceKind::kClass) {
      names.classes.push_back({v, OnlyBinding(f, variable), true});
    } else if (kind == ReferenceKind::kImport && IsNameOfClass(variable.name)) {
      names.classes.push_back({v, OnlyBinding(f, variable), false});
    } else if (kind == ReferenceKind::kImport) {
      names.modules.push_back({v, OnlyBinding(f, variable)});
    }
  }
  return names;
}

}  // namespace fastnode::types
