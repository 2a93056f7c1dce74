#include "analyze/types/infer/decorated_with.h"

#include <string_view>

#include "analyze/types/infer/infer.h"

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;

constexpr size_t kMaxDecorated = 6;
constexpr size_t kMaxDecoratorsLookedAt = 16;

// The function around one that returns it, `def register(name): def wrap(cls): ...; return wrap`;
// or kNoNode.
NodeId ReturnedBy(const File& f, NodeId function) {
  const NodeId name = f.child(function, Field::kName);
  const VariableId variable = name == kNoNode ? VariableId(kNone) : f.variable_of(name);
  if (variable == kNone) return kNoNode;
  const bind::Scope& scope = f.scope(f.variable(variable).scope);
  if (scope.kind != bind::ScopeKind::kFunction) return kNoNode;
  if (f.kind(scope.node) != Kind::kFunctionDefinition) return kNoNode;
  for (const bind::Reference& reference : f.variable(variable).references) {
    if (f.kind(f.parent(reference.node)) != Kind::kReturnStatement) continue;
    if (!f.is_hidden(reference.node)) return scope.node;
  }
  return kNoNode;
}

class Decorated {
 public:
  Decorated(Infer& infer, const File& f, NodeId function, const File& in)
      : infer_(infer), f_(f), function_(function), outer_(ReturnedBy(f, function)), in_(in) {}

  std::vector<TypeId> Find() {
    const NodeId name = f_.child(outer_ == kNoNode ? function_ : outer_, Field::kName);
    if (name == kNoNode) return {};
    if (outer_ != kNoNode) {
      for (const auto& [called, call] : in_.module->CallsOf(f_.text(name))) {
        if (in_.kind(in_.parent(call)) != Kind::kDecorator) continue;
        if (!Add(in_.child(call, Field::kFunction), called, in_.parent(call))) break;
      }
      return std::move(types_);
    }
    if (&in_ != &f_) return {};
    const VariableId variable = f_.variable_of(name);
    if (variable == kNone) return {};
    if (f_.scope(f_.variable(variable).scope).kind == bind::ScopeKind::kClass) {
      for (const bind::AttributeUse& use : f_.index().attributes) {
        if (f_.kind(f_.parent(use.node)) != Kind::kDecorator) continue;
        if (f_.text(use.name) != f_.text(name)) continue;
        if (!Add(use.node, use.name, f_.parent(use.node))) break;
      }
      return std::move(types_);
    }
    for (const bind::Reference& reference : f_.variable(variable).references) {
      const NodeId around = f_.parent(reference.node);
      if (f_.kind(around) != Kind::kDecorator) continue;
      if (!Add(reference.node, reference.node, around)) break;
    }
    return std::move(types_);
  }

 private:
  // False if no more are looked at.
  bool Add(NodeId decorator, NodeId name, NodeId around) {
    if (++looked_at_ > kMaxDecoratorsLookedAt || types_.size() == kMaxDecorated) return false;
    if (in_.is_hidden(name) || !IsMeant(infer_.TypeOf(in_, decorator))) return true;
    NodeId definition = around;
    while (definition != kNoNode && in_.kind(definition) == Kind::kDecorator) {
      definition = in_.next(definition);
    }
    if (definition == kNoNode) return true;
    if (in_.kind(definition) == Kind::kClassDefinition) {
      types_.push_back(infer_.table().Class(in_.number, definition));
    } else if (in_.kind(definition) == Kind::kFunctionDefinition) {
      types_.push_back(infer_.table().Function(in_.number, definition));
    }
    return true;
  }

  bool IsMeant(TypeId callee) const {
    for (TypeId one : infer_.table().Alternatives(callee)) {
      const TypeData& data = infer_.table()[one];
      if (data.form != Form::kFunction || data.file != f_.number) continue;
      if (data.node == (outer_ == kNoNode ? function_ : outer_)) return true;
    }
    return false;
  }

  Infer& infer_;
  const File& f_;
  const NodeId function_, outer_;
  const File& in_;
  size_t looked_at_ = 0;
  std::vector<TypeId> types_;
};

}  // namespace

std::vector<TypeId> DecoratedWith(Infer& infer, const File& f, NodeId function, const File& in) {
  return Decorated(infer, f, function, in).Find();
}

std::string_view NameOfDecorator(const File& f, NodeId function) {
  const NodeId outer = ReturnedBy(f, function);
  const NodeId name = f.child(outer == kNoNode ? function : outer, Field::kName);
  return name == kNoNode ? "" : f.text(name);
}

}  // namespace fastnode::types
