#include "analyze/types/infer/names.h"

#include <vector>

#include "analyze/types/file/decorators.h"
#include "analyze/types/file/references.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/module_members.h"
#include "analyze/types/infer/narrowing.h"
#include "analyze/types/infer/one_of_many.h"
#include "analyze/types/infer/special_forms.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::Reference;
using bind::ReferenceKind;
using bind::ScopeKind;

namespace {

// A name that the file does not bind.
TypeId UnboundName(Infer& infer, const File& f, std::string_view name) {
  if (name == "__name__" || name == "__file__" || name == "__qualname__" || name == "__doc__") {
    return Instance(infer, "str");
  }
  if (std::string module = infer.files().StarModule(f, name); !module.empty()) {
    return ModuleMember(infer, module, name);
  }
  if (f.module->path() == "builtins") return kUnknownType;
  return ModuleMember(infer, "builtins", name);
}

bool IsNameOfFunction(const File& f, NodeId binding) {
  return f.field(binding) == Field::kName && f.kind(f.parent(binding)) == Kind::kFunctionDefinition;
}

// Of two functions of one name the later stands for both, unless it only adds to the earlier.
NodeId StandsForBoth(const File& f, NodeId earlier, NodeId later) {
  if (earlier == kNoNode) return later;
  bool first_stands = HasDecorator(f, f.parent(earlier), "property") ||
                      HasDecorator(f, f.parent(earlier), "overload");
  bool accessor =
      HasDecorator(f, f.parent(later), "setter") || HasDecorator(f, f.parent(later), "deleter");
  return first_stands || accessor ? earlier : later;
}

// The overload that stands for a function behind overloads; else the binding itself.
NodeId WithOverloads(const File& f, NodeId binding) {
  const VariableId variable = f.variable_of(binding);
  if (variable == kNone) return binding;
  NodeId before = kNoNode;
  for (const Reference& reference : f.variable(variable).references) {
    if (reference.node >= binding) break;
    if (IsBinding(reference.kind)) {
      before = reference.kind == ReferenceKind::kFunction ? reference.node : NodeId(kNoNode);
    }
  }
  const bool is_overload =
      before != kNoNode && !f.is_hidden(before) && HasDecorator(f, f.parent(before), "overload");
  return is_overload ? before : binding;
}

}  // namespace

TypeId NameValue(Infer& infer, const File& f, NodeId identifier) {
  if (f.is_hidden(identifier)) return kUnknownType;
  VariableId variable = f.variable_of(identifier);
  if (variable == kNone) {
    if (!IsReference(f, identifier)) return kUnknownType;
    const TypeId unbound = UnboundName(infer, f, f.text(identifier));
    if (!IsKnown(unbound) && f.number == 0) return OneOfMany(infer, f, identifier);
    return Narrowed(infer, f, identifier, unbound);
  }
  const Reference* reference = ReferenceAt(f, identifier);
  if (reference != nullptr && IsBinding(reference->kind)) {
    return infer.TypeOfTarget(f, identifier);
  }
  if (f.variable(variable).scope == bind::kModuleScope) {  // of the stub of typing itself
    TypeId special = SpecialForm(infer, f, f.text(identifier));
    if (IsKnown(special)) return special;
  }
  // A comprehension's target stands after its uses, and nested functions run at any time.
  ScopeId scope = ExecutionScope(f, identifier);
  bool flows = scope == f.variable(variable).scope &&
               f.scope(f.variable(variable).scope).kind != ScopeKind::kComprehension;
  TypeId type =
      flows ? FlowValue(infer, f, variable, identifier) : VariableValue(infer, f, variable);
  return Narrowed(infer, f, identifier, type);
}

TypeId VariableValue(Infer& infer, const File& f, VariableId variable) {
  return Combine(infer, f, Bindings(f, variable));
}

TypeId FlowValue(Infer& infer, const File& f, VariableId variable, NodeId read) {
  const Seen seen = BindingsSeen(f, variable, read);
  const TypeId type = Combine(infer, f, seen.bindings);
  if (seen.passed.read == kNoNode) return type;
  const TypeId before = infer.TypeOf(f, seen.passed.read);
  return infer.table().Union({type, LeftBehind(infer, f, seen.passed.asked, before)});
}

TypeId Combine(Infer& infer, const File& f, std::span<const NodeId> bindings) {
  if (bindings.empty()) return kUnknownType;
  if (bindings.size() == 1) {  // most often
    const NodeId only = bindings[0];
    return infer.TypeOfTarget(f, IsNameOfFunction(f, only) ? WithOverloads(f, only) : only);
  }
  std::vector<TypeId> types;
  NodeId function = kNoNode;
  for (NodeId binding : bindings) {
    if (IsNameOfFunction(f, binding)) {
      function = StandsForBoth(f, function, WithOverloads(f, binding));
      continue;
    }
    NodeId parent = f.parent(binding);
    bool declared = f.kind(parent) == Kind::kAssignment && f.child(parent, Field::kType) != kNoNode;
    TypeId type = infer.TypeOfTarget(f, binding);
    if (declared && f.field(binding) == Field::kLeft) {
      TypeId annotation = infer.TypeOfAnnotation(f, f.child(parent, Field::kType));
      if (IsKnown(annotation) && infer.table().form(annotation) != Form::kSpecial) return type;
    }
    types.push_back(type);
  }
  if (function != kNoNode) types.push_back(infer.TypeOfTarget(f, function));
  return infer.table().Union(types);
}

}  // namespace fastnode::types
