#include "analyze/types/infer/one_of_many.h"

#include <string>
#include <vector>

#include "analyze/types/file/references.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/iterate.h"
#include "analyze/types/infer/names.h"

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;

// What many of it are called.
std::vector<std::string> NamesOfMany(std::string_view one) {
  const std::string name(one);
  std::vector<std::string> many = {name + "s", name + "es", name + "_list"};
  if (name.ends_with('y')) many.push_back(name.substr(0, name.size() - 1) + "ies");
  if (name == "child") many.emplace_back("children");
  return many;
}

// The first parameter of the method round a node, or kNoNode.
NodeId ObjectRound(const File& f, NodeId node) {
  for (NodeId up = node; up != kNoNode; up = f.parent(up)) {
    if (f.kind(up) != Kind::kFunctionDefinition) continue;
    if (f.scope(f.scope_of(up)).kind != bind::ScopeKind::kClass) continue;
    const NodeId parameters = f.child(up, Field::kParameters);
    const NodeId first = parameters == kNoNode ? kNoNode : f.tree().FirstChild(parameters);
    return first != kNoNode && f.kind(first) == Kind::kIdentifier ? first : NodeId(kNoNode);
  }
  return kNoNode;
}

}  // namespace

TypeId OneOfMany(Infer& infer, const File& f, NodeId identifier) {
  const NodeId object = ObjectRound(f, identifier);
  for (const std::string& many : NamesOfMany(f.text(identifier))) {
    TypeId type = kUnknownType;
    const VariableId variable = Lookup(f, f.scope_of(identifier), many);
    if (variable != kNone) type = ElementOf(infer, VariableValue(infer, f, variable), false);
    if (!IsKnown(type) && object != kNoNode) {
      const TypeId all = MemberOf(infer, infer.TypeOf(f, object), infer.Keep(std::string(many)));
      type = ElementOf(infer, all, false);
    }
    if (IsKnown(type)) return infer.table().Guessed(type);
  }
  return kUnknownType;
}

}  // namespace fastnode::types
