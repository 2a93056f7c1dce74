#include "analyze/types/infer/heirs.h"

#include <vector>

#include "analyze/types/file/decorators.h"
#include "analyze/types/file/references.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/infer.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxHeirs = 8;
constexpr size_t kMaxClassesAsked = 64;

// Whether a base is made by a call, `class Rows(Base.of(Row))`: what it has hangs on what is
// passed, so the object at hand is to be asked.
bool IsMadeByCall(Infer& infer, TypeId cls) {
  for (TypeId one : infer.classes().Ancestors(cls)) {
    const TypeData& data = infer.table()[one];
    if (data.form != Form::kClass) continue;
    if (infer.files().at(data.file).kind(data.node) == Kind::kCall) return true;
  }
  return false;
}

// In text order. `name`: only those whose body binds it; "": all.
std::vector<NodeId> HeirsOf(Infer& infer, const File& f, NodeId cls, std::string_view name) {
  std::vector<NodeId> heirs;
  if (f.module->is_stub() || f.kind(cls) != Kind::kClassDefinition) return heirs;
  size_t asked = 0;
  for (const bind::Scope& scope : f.index().scopes) {
    if (scope.kind != bind::ScopeKind::kClass || scope.node == cls) continue;
    const NodeId bases = f.child(scope.node, Field::kSuperclasses);
    if (bases == kNoNode || f.first(bases) == kNoNode) continue;
    const ScopeId body = f.module->ScopeOfClass(scope.node);
    if (!name.empty() && f.module->Find(body, name) == kNone) continue;
    if (++asked > kMaxClassesAsked) break;
    const TypeId heir = infer.table().Class(f.number, scope.node);
    const bool is_heir = IsKnown(infer.classes().FindAncestor(heir, f.number, cls));
    if (is_heir && !IsMadeByCall(infer, heir)) heirs.push_back(scope.node);
    if (heirs.size() == kMaxHeirs) break;
  }
  return heirs;
}

enum class LeftOpen : uint8_t { kNo, kDoesNothing, kMustBeOverridden };

// By its body: nothing in it, or an exception alone.
LeftOpen IsLeftOpen(const File& f, NodeId function) {
  const NodeId body = f.child(function, Field::kBody);
  if (body == kNoNode) return LeftOpen::kNo;
  LeftOpen open = LeftOpen::kDoesNothing;
  for (NodeId c = f.first(body); c != kNoNode; c = f.next(c)) {
    const Kind kind = f.kind(c);
    const NodeId inner = kind == Kind::kExpressionStatement ? f.first(c) : c;
    if (kind == Kind::kRaiseStatement) {
      open = LeftOpen::kMustBeOverridden;
    } else if (inner != kNoNode && f.kind(inner) == Kind::kEllipsis) {
      open = LeftOpen::kMustBeOverridden;
    } else if (kind != Kind::kPassStatement &&
               (inner == kNoNode || f.kind(inner) != Kind::kString)) {
      return LeftOpen::kNo;
    }
  }
  const bool is_abstract =
      HasDecorator(f, function, "abstractmethod") || HasDecorator(f, function, "abstractproperty");
  return is_abstract ? LeftOpen::kMustBeOverridden : open;
}

// The last definition of a method in a class's body, or kNoNode.
NodeId MethodOf(const File& f, NodeId cls, std::string_view name) {
  const VariableId variable = f.module->Find(f.module->ScopeOfClass(cls), name);
  NodeId method = kNoNode;
  for (NodeId binding : Bindings(f, variable)) {
    const NodeId definition = f.parent(binding);
    if (f.kind(definition) == Kind::kFunctionDefinition) method = definition;
  }
  return method;
}

}  // namespace

TypeId ResultOfOverrides(Infer& infer, const File& f, NodeId function) {
  const NodeId cls = ClassOfFunction(f, function), name = f.child(function, Field::kName);
  if (cls == kNoNode || name == kNoNode || f.text(name).starts_with("__")) return kUnknownType;
  const LeftOpen open = IsLeftOpen(f, function);
  if (open == LeftOpen::kNo) return kUnknownType;
  std::vector<TypeId> results;
  for (NodeId heir : HeirsOf(infer, f, cls, f.text(name))) {
    const NodeId method = MethodOf(f, heir, f.text(name));
    if (method != kNoNode) results.push_back(infer.ResultOf(f, method));
  }
  const TypeId result = infer.table().Union(results);
  if (!IsKnown(result) || open == LeftOpen::kMustBeOverridden) return result;
  return infer.table().Union({result, kNoneType});
}

TypeId MemberOfHeirs(Infer& infer, const File& f, NodeId cls, std::string_view name) {
  std::vector<TypeId> types;
  for (NodeId heir : HeirsOf(infer, f, cls, "")) {
    const TypeId object = infer.table().InstanceOf(infer.table().Class(f.number, heir));
    const TypeId type = ClassMember(infer, object, name);
    if (type != kNoneType) types.push_back(type);
  }
  return infer.table().Union(types);
}

}  // namespace fastnode::types
