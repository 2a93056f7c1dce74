#include "analyze/types/infer/declared_names.h"

#include <utility>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/import_statement.h"
#include "analyze/types/file/references.h"
#include "analyze/types/infer/annotations.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/special_forms.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::ReferenceKind;

namespace {

// Whether a variable of a class's body may mean a type in an annotation at `place`.
bool MayMeanType(const File& f, VariableId variable, NodeId place) {
  bool type = false;
  for (NodeId binding : Bindings(f, variable)) {
    const bind::Reference* reference = ReferenceAt(f, binding);
    NodeId parent = f.parent(binding);
    type |= reference->kind == ReferenceKind::kClass || reference->kind == ReferenceKind::kImport;
    type |= f.kind(parent) == Kind::kAssignment && f.child(parent, Field::kType) == kNoNode;
    // `x: x`: what is being declared means the outer one.
    if (place != kNoNode && f.kind(parent) == Kind::kAssignment && f.contains(parent, place)) {
      return false;
    }
  }
  return type;
}

// The variable that a name means: methods and variables of a class are passed over.
VariableId LookupType(const File& f, std::string_view name, NamePlace at) {
  VariableId variable = Lookup(f, at.scope, name);
  if (variable == kNone) return kNone;
  ScopeId scope = f.variable(variable).scope;
  if (f.scope(scope).kind != bind::ScopeKind::kClass) return variable;
  if (MayMeanType(f, variable, at.place)) return variable;
  ScopeId outer = f.scope(scope).parent;
  return outer == kNone ? kNone : Lookup(f, outer, name);
}

// `type X = ...` and type parameters (PEP 695).
TypeId TypeStatement(Infer& infer, const File& f, NodeId binding, int depth) {
  NodeId type = f.parent(binding);
  while (type != kNoNode && f.kind(type) != Kind::kTypeAliasStatement &&
         f.kind(type) != Kind::kTypeParameter && f.kind(type) != Kind::kBlock) {
    type = f.parent(type);
  }
  if (type != kNoNode && f.kind(type) == Kind::kTypeAliasStatement) {
    const NodeId value = f.child(type, Field::kRight);  // its own parameters are seen from there
    return value == kNoNode ? kUnknownType
                            : ReadAnnotation(infer, f, value, f.scope_of(value), depth);
  }
  if (type != kNoNode && f.kind(type) == Kind::kTypeParameter) {
    return TypeParameterValue(infer, f, binding, depth);
  }
  return kUnknownType;
}

// The type in `TypeAliasType("Name", list[int])`, or kNoNode.
NodeId AliasedBy(const File& f, NodeId call) {
  const NodeId callee = f.child(call, Field::kFunction);
  if (callee == kNoNode || !f.text(callee).ends_with("TypeAliasType")) return kNoNode;
  const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
  if (arguments.size() < 2 || !arguments[1].keyword.empty() || f.hides_in(callee)) return kNoNode;
  return arguments[1].node;
}

// `X = ...` in this scope.
TypeId Alias(Infer& infer, const File& f, NodeId binding, ScopeId scope, int depth) {
  NodeId value = f.child(f.parent(binding), Field::kRight);
  if (value == kNoNode) return kUnknownType;
  const Kind kind = f.kind(value);
  if (kind == Kind::kCall) {
    const NodeId aliased = AliasedBy(f, value);
    return aliased == kNoNode ? AsAnnotation(infer, infer.TypeOf(f, value))
                              : ReadAnnotation(infer, f, aliased, f.scope_of(aliased), depth);
  }
  if (kind == Kind::kIdentifier && f.text(value) == f.text(binding)) {  // `int = int`
    ScopeId outer = f.scope(scope).parent;
    if (outer == kNone) return kUnknownType;
    return NamedAnnotation(infer, f, f.text(value), {.scope = outer}, depth);
  }
  bool declared = f.child(f.parent(binding), Field::kType) != kNoNode;
  bool is_text = kind == Kind::kString && !f.module->is_stub() && !declared;
  if (kind == Kind::kInteger || is_text) return kUnknownType;
  return ReadAnnotation(infer, f, value, f.scope_of(value), depth);
}

}  // namespace

TypeId TypeParameterValue(Infer& infer, const File& f, NodeId identifier, int depth) {
  TypeData variable{.form = Form::kVariable,
                    .file = f.number,
                    .node = identifier,
                    .text = std::string(f.text(identifier))};
  NodeId at = f.parent(identifier);
  if (at != kNoNode && f.kind(at) == Kind::kSplatType && f.text(f.first(at)) == "*") {
    variable.text = std::string(kNameOfPack);
  }
  while (at != kNoNode && f.kind(at) == Kind::kType) at = f.parent(at);
  if (at != kNoNode && f.kind(at) == Kind::kConstrainedType) {
    NodeId bound = f.first(at);
    while (bound != kNoNode && f.contains(bound, identifier)) bound = f.next(bound);
    TypeId type =
        bound == kNoNode ? kUnknownType : ReadAnnotation(infer, f, bound, f.scope_of(bound), depth);
    if (IsKnown(type)) variable.arguments = {type};
  }
  return infer.table().Add(std::move(variable));
}

TypeId NamedAnnotation(Infer& infer, const File& f, std::string_view name, NamePlace at,
                       int depth) {
  VariableId variable = LookupType(f, name, at);
  if (variable != kNone) {
    bool of_module = f.variable(variable).scope == bind::kModuleScope;
    TypeId special = of_module ? SpecialForm(infer, f, name) : kUnknownType;
    if (IsKnown(special)) return AsAnnotation(infer, special);
    return WithSelf(infer, f, VariableAnnotation(infer, f, variable, depth + 1), at.scope);
  }
  if (std::string star = infer.files().StarModule(f, name); !star.empty()) {
    return AnnotationInModule(infer, star, name, depth + 1);
  }
  if (f.module->path() == "builtins") return kUnknownType;
  return AnnotationInModule(infer, "builtins", name, depth + 1);
}

TypeId AnnotationInModule(Infer& infer, const std::string& module, std::string_view name,
                          int depth) {
  if (depth > kMaxAnnotationDepth) return kUnknownType;
  const File* f = infer.files().Find(module);
  if (f == nullptr) return infer.table().Opaque(module + "." + std::string(name) + "()");
  TypeId special = SpecialForm(infer, *f, name);
  if (IsKnown(special)) return AsAnnotation(infer, special);
  VariableId variable = f->module->Find(bind::kModuleScope, name);
  if (variable != kNone) {
    TypeId type = VariableAnnotation(infer, *f, variable, depth + 1);
    if (IsKnown(type)) return type;
  } else if (std::string star = infer.files().StarModule(*f, name); !star.empty()) {
    return AnnotationInModule(infer, star, name, depth + 1);
  }
  std::string below = module + "." + std::string(name);
  return infer.files().Find(below) != nullptr ? infer.table().Module(std::move(below))
                                              : kUnknownType;
}

TypeId VariableAnnotation(Infer& infer, const File& f, VariableId variable, int depth) {
  if (depth > kMaxAnnotationDepth) return kUnknownType;
  std::vector<TypeId> types;
  for (NodeId binding : Bindings(f, variable)) {
    NodeId parent = f.parent(binding);
    ReferenceKind kind = ReferenceAt(f, binding)->kind;
    if (kind == ReferenceKind::kClass) {
      types.push_back(AsAnnotation(infer, infer.table().Class(f.number, parent)));
    } else if (kind == ReferenceKind::kImport) {
      std::optional<ImportedName> from = ReadImport(f, binding);
      if (!from) continue;
      types.push_back(from->name.empty()
                          ? infer.table().Module(from->module)
                          : AnnotationInModule(infer, from->module, from->name, depth + 1));
    } else if (f.kind(parent) == Kind::kAssignment && f.field(binding) == Field::kLeft) {
      types.push_back(Alias(infer, f, binding, f.variable(variable).scope, depth + 1));
    } else {
      types.push_back(TypeStatement(infer, f, binding, depth + 1));
    }
  }
  return infer.table().Union(types);
}

TypeId WithSelf(Infer& infer, const File& f, TypeId type, ScopeId scope) {
  const TypeData& data = infer.table()[type];
  if (data.form != Form::kSpecial || data.text != "Self") return type;
  for (ScopeId s = scope; s != kNone; s = f.scope(s).parent) {
    if (f.scope(s).kind == bind::ScopeKind::kClass) return infer.classes().Self(f, f.scope(s).node);
  }
  return kUnknownType;
}

namespace {

TypeId AsAnnotationOfForm(Infer& infer, TypeId special) {
  const std::string& name = infer.table()[special].text;
  if (name == "LiteralString") return Instance(infer, "str");
  if (name == "Tuple") return Instance(infer, "tuple");
  if (name == "Type") return Instance(infer, "type");
  bool says_nothing = name == "Any" || name == "NoReturn" || name == "Never";
  return says_nothing ? kUnknownType : special;
}

}  // namespace

TypeId AsAnnotation(Infer& infer, TypeId value) {
  std::vector<TypeId> types;
  for (TypeId alternative : infer.table().Alternatives(value)) {
    switch (infer.table().form(alternative)) {
      case Form::kClass:
        types.push_back(infer.table().InstanceOf(alternative));
        break;
      case Form::kSpecial:
        types.push_back(AsAnnotationOfForm(infer, alternative));
        break;
      case Form::kVariable:
      case Form::kModule:
      case Form::kNone:
      case Form::kUnknown:
        types.push_back(alternative);
        break;
      default:
        break;
    }
  }
  return infer.table().Union(types);
}

}  // namespace fastnode::types
