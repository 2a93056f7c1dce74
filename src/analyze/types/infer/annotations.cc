// Annotations: what a value is that an expression of the type language declares
// (https://typing.readthedocs.io/en/latest/spec/annotations.html).
#include <algorithm>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::ReferenceKind;

namespace {

constexpr int kMaxAnnotationDepth = 24;

}  // namespace

TypeId Evaluator::Annotation(const File& f, NodeId node, ScopeId scope, int depth) {
  if (depth > kMaxAnnotationDepth || node == kNoNode) return kUnknownType;
  switch (f.kind(node)) {
    case Kind::kType:
    case Kind::kParenthesizedExpression:
    case Kind::kExpressionStatement:
      return Annotation(f, f.first(node), scope, depth + 1);
    case Kind::kNone:
      return kNoneType;
    case Kind::kString:
    case Kind::kConcatenatedString:
      return AnnotationText(f, node, scope, depth + 1);
    case Kind::kIdentifier:
      if (IsHidden(f, node)) return kUnknownType;
      return AnnotationOfName(f, f.text(node), scope, node, depth + 1);
    case Kind::kAttribute:
    case Kind::kMemberType:
      return AnnotationOfMember(f, node, scope, depth + 1);
    case Kind::kBinaryOperator:
    case Kind::kUnionType: {
      std::vector<TypeId> types;
      for (NodeId c = f.first(node); c != kNoNode; c = f.next(c)) {
        if (f.kind(c) == Kind::kOperator) continue;
        types.push_back(Annotation(f, c, scope, depth + 1));
      }
      return table_.Union(types);
    }
    case Kind::kGenericType:
    case Kind::kSubscript: {
      NodeId head = f.first(node);
      if (head == kNoNode) return kUnknownType;
      std::vector<NodeId> arguments;
      for (NodeId c = f.next(head); c != kNoNode; c = f.next(c)) {
        bool list = f.kind(c) == Kind::kTypeParameter || f.kind(c) == Kind::kTuple;
        if (!list) arguments.push_back(c);
        for (NodeId d = list ? f.first(c) : kNoNode; d != kNoNode; d = f.next(d)) {
          arguments.push_back(d);
        }
      }
      TypeId generic = Annotation(f, head, scope, depth + 1);
      return Applied(generic, f, arguments, scope, depth + 1);
    }
    default:
      return kUnknownType;
  }
}

// What a name means in an annotation: class scopes outwards, the module, stars, builtins.
TypeId Evaluator::AnnotationOfName(const File& f, std::string_view name, ScopeId scope,
                                   NodeId place, int depth) {
  VariableId variable = Lookup(f, scope, name);
  // In a class, annotations mean types: methods and variables of the class are passed over.
  if (variable != kNone && f.scope(f.variable(variable).scope).kind == bind::ScopeKind::kClass) {
    bool type = false;
    for (NodeId binding : Bindings(f, variable)) {
      const bind::Reference* reference = ReferenceAt(f, binding);
      NodeId parent = f.parent(binding);
      type |= reference->kind == ReferenceKind::kClass || reference->kind == ReferenceKind::kImport;
      type |= f.kind(parent) == Kind::kAssignment && f.child(parent, Field::kType) == kNoNode;
      // `x: x`: what is being declared means the outer one.
      if (place != kNoNode && f.kind(parent) == Kind::kAssignment && f.contains(parent, place)) {
        type = false;
        break;
      }
    }
    if (!type) {
      ScopeId outer = f.scope(f.variable(variable).scope).parent;
      variable = outer == kNone ? kNone : Lookup(f, outer, name);
    }
  }
  if (variable != kNone) {
    TypeId special = f.variable(variable).scope == 0 ? SpecialForm(f, name, place) : kUnknownType;
    if (table_.IsKnown(special)) return AsAnnotation(special);
    return WithSelf(f, AnnotationOfVariable(f, variable, depth + 1), scope);
  }
  if (std::string star = StarModule(f, name); !star.empty()) {
    return AnnotationInModule(star, name, depth + 1);
  }
  if (f.module->path() == "builtins") return kUnknownType;
  return AnnotationInModule("builtins", name, depth + 1);
}

// `Self` means the class around.
TypeId Evaluator::WithSelf(const File& f, TypeId type, ScopeId scope) {
  if (table_[type].form != Form::kSpecial || table_[type].text != "Self") return type;
  for (ScopeId s = scope; s != kNone; s = f.scope(s).parent) {
    if (f.scope(s).kind == bind::ScopeKind::kClass) return SelfType(f, f.scope(s).node);
  }
  return kUnknownType;
}

TypeId Evaluator::AnnotationInModule(const std::string& module, std::string_view name, int depth) {
  if (depth > kMaxAnnotationDepth) return kUnknownType;
  const File* f = ModuleFile(module);
  if (f == nullptr) return Opaque(module + "." + std::string(name) + "()");
  TypeId special = SpecialForm(*f, name, kNoNode);
  if (table_.IsKnown(special)) return AsAnnotation(special);
  VariableId variable = f->module->Find(bind::kModuleScope, name);
  if (variable != kNone) {
    TypeId type = AnnotationOfVariable(*f, variable, depth + 1);
    if (table_.IsKnown(type)) return type;
  } else if (std::string star = StarModule(*f, name); !star.empty()) {
    return AnnotationInModule(star, name, depth + 1);
  }
  std::string below = module + "." + std::string(name);
  return ModuleFile(below) != nullptr ? ModuleType(std::move(below)) : kUnknownType;
}

// What a variable that holds a class or an alias of a type declares.
TypeId Evaluator::AnnotationOfVariable(const File& f, VariableId variable, int depth) {
  if (depth > kMaxAnnotationDepth) return kUnknownType;
  std::vector<TypeId> types;
  for (NodeId binding : Bindings(f, variable)) {
    const bind::Reference* reference = ReferenceAt(f, binding);
    NodeId parent = f.parent(binding);
    if (reference->kind == ReferenceKind::kClass) {
      types.push_back(AsAnnotation(ClassType(f, parent)));
    } else if (reference->kind == ReferenceKind::kImport) {
      std::string module, name;
      if (!ImportedName(f, binding, module, name)) continue;
      types.push_back(name.empty() ? ModuleType(std::move(module))
                                   : AnnotationInModule(module, name, depth + 1));
    } else if (f.kind(parent) == Kind::kAssignment && f.field(binding) == Field::kLeft) {
      NodeId value = f.child(parent, Field::kRight);
      if (value == kNoNode) continue;
      Kind kind = f.kind(value);
      if (kind == Kind::kCall) {
        types.push_back(AsAnnotation(TypeOf(f, value)));
      } else if (kind == Kind::kIdentifier && f.text(value) == f.text(binding)) {
        ScopeId outer = f.scope(f.variable(variable).scope).parent;  // `int = int`
        if (outer == kNone) continue;
        types.push_back(AnnotationOfName(f, f.text(value), outer, kNoNode, depth + 1));
      } else if (kind != Kind::kInteger && (kind != Kind::kString || f.module->is_stub() ||
                                            f.child(parent, Field::kType) != kNoNode)) {
        types.push_back(Annotation(f, value, f.scope_of(value), depth + 1));
      }
    } else {
      // `type X = ...` and type parameters.
      NodeId type = parent;
      while (type != kNoNode && f.kind(type) != Kind::kTypeAliasStatement &&
             f.kind(type) != Kind::kTypeParameter && f.kind(type) != Kind::kBlock) {
        type = f.parent(type);
      }
      if (type != kNoNode && f.kind(type) == Kind::kTypeAliasStatement) {
        types.push_back(Annotation(f, f.child(type, Field::kRight), f.scope_of(type), depth + 1));
      } else if (type != kNoNode && f.kind(type) == Kind::kTypeParameter) {
        types.push_back(table_.Add({.form = Form::kVariable,
                                    .file = f.number,
                                    .node = binding,
                                    .text = std::string(f.text(binding))}));
      }
    }
  }
  return table_.Union(types);
}

// `module.Class`, `Class.Inner`.
TypeId Evaluator::AnnotationOfMember(const File& f, NodeId node, ScopeId scope, int depth) {
  NodeId object = f.first(node), name = kNoNode;
  for (NodeId c = object; c != kNoNode; c = f.next(c)) name = c;
  if (object == kNoNode || name == object || IsHidden(f, name)) return kUnknownType;
  TypeId base = Annotation(f, object, scope, depth + 1);
  const TypeData& data = table_[base];
  if (data.form == Form::kModule) {
    return WithSelf(f, AnnotationInModule(data.text, f.text(name), depth + 1), scope);
  }
  if (data.form == Form::kVariable) return kUnknownType;  // P.args
  TypeId cls = ClassOf(base);
  if (cls == kUnknownType) {
    return data.form == Form::kUnknown && !data.text.empty() ? Attribute(base, f.text(name))
                                                             : kUnknownType;
  }
  const TypeData& owner = table_[table_.Alternatives(cls)[0]];
  const File& other = file(owner.file);
  VariableId variable = other.module->Find(other.module->ScopeOfClass(owner.node), f.text(name));
  if (variable != kNone) return AnnotationOfVariable(other, variable, depth + 1);
  return AsAnnotation(Attribute(cls, f.text(name)));
}

// A class declares its instances.
TypeId Evaluator::AsAnnotation(TypeId value) {
  std::vector<TypeId> types;
  for (TypeId alternative : table_.Alternatives(value)) {
    TypeData data = table_[alternative];
    switch (data.form) {
      case Form::kClass:
        types.push_back(InstanceOf(alternative));
        break;
      case Form::kSpecial:
        if (data.text == "LiteralString") {
          types.push_back(Instance("str"));
        } else if (data.text == "Tuple") {
          types.push_back(Instance("tuple"));
        } else if (data.text == "Type") {
          types.push_back(Instance("type"));
        } else if (data.text == "Any" || data.text == "NoReturn" || data.text == "Never") {
          continue;
        } else {
          types.push_back(alternative);
        }
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
  return table_.Union(types);
}

// `Generic[arguments]`.
TypeId Evaluator::Applied(TypeId generic, const File& f, const std::vector<NodeId>& arguments,
                          ScopeId scope, int depth) {
  TypeData data = table_[generic];
  if (data.form == Form::kSpecial) return SpecialApplied(data.text, f, arguments, scope, depth);
  if (data.form == Form::kUnion || (data.form == Form::kInstance && !data.arguments.empty())) {
    // A generic alias: its variables in the order in which they stand in it.
    std::vector<TypeId> variables;
    auto collect = [&](auto&& self, TypeId type) -> void {
      if (!table_.HasVariables(type)) return;
      if (table_[type].form == Form::kVariable &&
          std::find(variables.begin(), variables.end(), type) == variables.end()) {
        variables.push_back(type);
      }
      std::vector<TypeId> inner = table_[type].arguments;
      for (TypeId argument : inner) self(self, argument);
    };
    collect(collect, generic);
    Substitution with;
    for (size_t i = 0; i < variables.size() && i < arguments.size(); ++i) {
      with.variables.emplace_back(variables[i], Annotation(f, arguments[i], scope, depth + 1));
    }
    return Substitute(generic, with);
  }
  if (data.form != Form::kInstance) {
    return data.form == Form::kUnknown || data.form == Form::kVariable ? generic : kUnknownType;
  }
  std::vector<TypeId> given;
  for (NodeId argument : arguments) {
    NodeId inner = f.kind(argument) == Kind::kType ? f.first(argument) : argument;
    if (inner != kNoNode && f.kind(inner) == Kind::kEllipsis) {
      data.flags |= kAnyLength;
      continue;
    }
    given.push_back(Annotation(f, argument, scope, depth + 1));
  }
  if (IsInstanceOf(generic, "type") && given.size() == 1) return ClassOf(given[0]);
  data.arguments = std::move(given);
  return table_.Add(std::move(data));
}

}  // namespace fastnode::types
