// The answer about a method is remembered once for its class. This follows the calls `return
// self.other(...)` on the object instead, a few of them, and each step asks what is remembered of
// the next method.
#include "analyze/types/infer/on_receiver.h"

#include <string_view>
#include <vector>

#include "analyze/types/file/references.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/open_parameter.h"
#include "analyze/types/infer/signatures.h"
#include "analyze/types/infer/solve.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxSteps = 4;
constexpr int kMaxNodesOfBody = 200;

// `other` of the only `return self.other(...)` of a method, or kNoNode.
NodeId LeftTo(const File& f, NodeId function) {
  const NodeId body = f.child(function, Field::kBody), list = f.child(function, Field::kParameters);
  const NodeId self = list == kNoNode ? kNoNode : f.first(list);
  if (body == kNoNode || self == kNoNode || f.kind(self) != Kind::kIdentifier) return kNoNode;
  if (f.text(f.first(function)) == "async") return kNoNode;
  const NodeId end = f.tree()[body].subtree_end;
  if (end - body > kMaxNodesOfBody) return kNoNode;
  NodeId found = kNoNode;
  for (NodeId n = body; n < end; ++n) {
    if (f.kind(n) == Kind::kFunctionDefinition || f.kind(n) == Kind::kYield) return kNoNode;
    if (f.kind(n) != Kind::kReturnStatement) continue;
    const NodeId value = f.next(f.first(n));
    if (found != kNoNode || value == kNoNode || f.kind(value) != Kind::kCall) return kNoNode;
    const NodeId callee = f.child(value, Field::kFunction);
    if (callee == kNoNode || f.kind(callee) != Kind::kAttribute) return kNoNode;
    const NodeId object = f.child(callee, Field::kObject);
    found = f.child(callee, Field::kAttribute);
    if (object == kNoNode || found == kNoNode || f.kind(object) != Kind::kIdentifier ||
        f.text(object) != f.text(self)) {
      return kNoNode;
    }
    if (f.is_hidden(object) || f.is_hidden(self) || f.is_hidden(found)) return kNoNode;
  }
  return found;
}

TypeId PlainObject(TypeTable& table, TypeId receiver) {
  TypeData data = table[receiver];
  data.flags &= static_cast<uint8_t>(~kIsSuper);
  return table.Add(std::move(data));
}

}  // namespace

TypeId ResultOnReceiver(Infer& infer, const File& f, NodeId function, TypeId receiver,
                        TypeId result) {
  TypeTable& table = infer.table();
  if (table.form(receiver) != Form::kInstance || f.module->is_stub() ||
      f.kind(function) != Kind::kFunctionDefinition ||
      f.child(function, Field::kReturnType) != kNoNode) {
    return result;
  }
  const NodeId owner = ClassOfFunction(f, function);
  if (owner == kNoNode) return result;
  const TypeId object = PlainObject(table, receiver);
  const TypeId own = table.Class(f.number, owner);
  const File* at = &f;
  for (int step = 0; step < kMaxSteps; ++step) {
    const NodeId cls = ClassOfFunction(*at, function);
    const bool is_of_other = table[object].file != at->number || table[object].node != cls;
    const NodeId other = is_of_other ? LeftTo(*at, function) : NodeId(kNoNode);
    if (other == kNoNode) break;
    const TypeId next = ClassMember(infer, object, at->text(other));
    const TypeData data = table[next];
    if (data.form == Form::kClass && !IsKnown(result)) {
      return WithOpenArgument(infer, table.InstanceOf(next), OpenArgument(infer, object));
    }
    if (data.form != Form::kFunction) return result;
    at = &infer.files().at(data.file);
    function = data.node;
    if (at->kind(function) != Kind::kFunctionDefinition) return result;
  }
  const NodeId cls = ClassOfFunction(*at, function);
  if (at == &f && cls == owner) return result;
  const bool is_overridden =
      cls == kNoNode || !IsKnown(infer.classes().FindAncestor(own, at->number, cls));
  if (IsKnown(result) && !is_overridden) return result;
  const TypeId given = infer.ResultOf(*at, function);
  if (!table.HasVariables(given)) return given;
  return Substitute(infer, given, FromReceiver(infer, *at, function, object));
}

}  // namespace fastnode::types
