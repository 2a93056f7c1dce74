#include "analyze/types/infer/stored_as.h"

#include "analyze/types/file/references.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/lambdas.h"

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;

constexpr int kMaxDisplays = 2;  // in one another

struct Declaration {
  const File* file = nullptr;
  NodeId annotation = kNoNode;
};

// What one of the bindings of a variable declares.
Declaration OfVariable(const File& f, VariableId variable) {
  if (variable == kNone) return {};
  for (NodeId binding : Bindings(f, variable)) {
    const NodeId around = f.parent(binding);
    if (f.kind(around) != Kind::kAssignment || f.field(binding) != Field::kLeft) continue;
    if (const NodeId type = f.child(around, Field::kType); type != kNoNode) return {&f, type};
  }
  return {};
}

// What a class or one that it is derived from declares of its objects' attribute.
Declaration OfMember(Infer& infer, TypeId object, std::string_view name) {
  for (TypeId ancestor : infer.classes().Ancestors(object)) {
    const TypeData& cls = infer.table()[ancestor];
    if (cls.form != Form::kClass) continue;
    const File& f = infer.files().at(cls.file);
    const Declaration in_body =
        OfVariable(f, f.module->Find(f.module->ScopeOfClass(cls.node), name));
    if (in_body.annotation != kNoNode) return in_body;
    for (const SelfStore& store : f.module->StoresOf(cls.node)) {
      if (store.name != name || f.kind(f.parent(store.attribute)) != Kind::kAssignment) continue;
      const NodeId type = f.child(f.parent(store.attribute), Field::kType);
      if (type != kNoNode && !f.is_hidden(f.child(store.attribute, Field::kAttribute))) {
        return {&f, type};
      }
    }
  }
  return {};
}

Declaration OfTarget(Infer& infer, const File& f, NodeId target) {
  if (f.kind(target) == Kind::kIdentifier) {
    return f.is_hidden(target) ? Declaration() : OfVariable(f, f.variable_of(target));
  }
  if (f.kind(target) != Kind::kAttribute) return {};
  const NodeId base = f.child(target, Field::kObject), name = f.child(target, Field::kAttribute);
  if (base == kNoNode || name == kNoNode || f.is_hidden(name)) return {};
  const TypeId owner = infer.TypeOf(f, base);
  for (TypeId one : infer.table().Alternatives(owner)) {
    const TypeData& data = infer.table()[one];
    if (data.form == Form::kModule) {
      const File* module = infer.files().Find(data.text);
      if (module == nullptr) continue;
      return OfVariable(*module, module->module->Find(bind::kModuleScope, f.text(name)));
    }
    if (data.form == Form::kInstance || data.form == Form::kClass) {
      return OfMember(infer, one, f.text(name));
    }
  }
  return {};
}

Declaration OfResult(const File& f, NodeId statement) {
  for (NodeId at = f.parent(statement); at != kNoNode; at = f.parent(at)) {
    if (f.kind(at) == Kind::kFunctionDefinition) return {&f, f.child(at, Field::kReturnType)};
  }
  return {};
}

// What is declared of the place where an expression stands.
Declaration OfPlace(Infer& infer, const File& f, NodeId expression) {
  NodeId at = expression, around = f.parent(at);
  for (int i = 0; i < kMaxDisplays && around != kNoNode; ++i) {
    const Kind kind = f.kind(around);
    const bool is_display = kind == Kind::kPair || kind == Kind::kDictionary ||
                            kind == Kind::kList || kind == Kind::kTuple ||
                            kind == Kind::kParenthesizedExpression;
    if (!is_display) break;
    at = around;
    around = f.parent(at);
  }
  if (around == kNoNode) return {};
  switch (f.kind(around)) {
    case Kind::kAssignment: {
      if (f.field(at) != Field::kRight) return {};
      if (const NodeId type = f.child(around, Field::kType); type != kNoNode) return {&f, type};
      const NodeId target = f.child(around, Field::kLeft);
      return target == kNoNode ? Declaration() : OfTarget(infer, f, target);
    }
    case Kind::kTypedDefaultParameter:
      return f.field(at) == Field::kValue ? Declaration{&f, f.child(around, Field::kType)}
                                          : Declaration();
    case Kind::kReturnStatement:
      return OfResult(f, around);
    default:
      return {};
  }
}

}  // namespace

TypeId ParameterByPlace(Infer& infer, const File& f, NodeId given, size_t place) {
  const Declaration declared = OfPlace(infer, f, given);
  if (declared.annotation == kNoNode) return kUnknownType;
  return ParameterOfCallable(infer, *declared.file, declared.annotation, place);
}

}  // namespace fastnode::types
