// What is returned where `isinstance(k, slice)` holds is for slices, and the rest for others. Of
// the rest, `return self.items[k]` may be both, and counts only if nothing else tells.
#include "analyze/types/infer/slices.h"

#include <string_view>
#include <vector>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/references.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/signatures.h"
#include "analyze/types/infer/solve.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxItems = 8;

// The `if isinstance(k, slice):` of a body, or kNoNode.
NodeId TestForSlice(const File& f, NodeId body, VariableId key) {
  for (const auto& [name, call] : f.module->CallsOf("isinstance")) {
    const NodeId test = f.parent(call);
    if (!f.contains(body, call) || f.kind(test) != Kind::kIfStatement) continue;
    const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
    if (arguments.size() != 2 || f.text(arguments[1].node) != "slice") continue;
    if (f.kind(arguments[0].node) != Kind::kIdentifier) continue;
    if (f.variable_of(arguments[0].node) == key && !f.hides_in(call)) return test;
  }
  return kNoNode;
}

// x[k]
bool IsItemUnder(const File& f, NodeId value, VariableId key) {
  if (f.kind(value) != Kind::kSubscript) return false;
  const NodeId under = f.child(value, Field::kSubscript);
  return under != kNoNode && f.kind(under) == Kind::kIdentifier && f.variable_of(under) == key;
}

}  // namespace

std::optional<TypeId> ItemByWhatIsPassed(Infer& infer, TypeId object, bool is_slice) {
  TypeTable& table = infer.table();
  const TypeData& data = table[object];
  if (data.form != Form::kInstance || infer.files().at(data.file).module->is_stub()) {
    return std::nullopt;
  }
  const TypeData getter = table[ClassMember(infer, object, "__getitem__")];
  if (getter.form != Form::kFunction) return std::nullopt;
  const File& f = infer.files().at(getter.file);
  const NodeId body = f.child(getter.node, Field::kBody);
  if (f.module->is_stub() || f.kind(getter.node) != Kind::kFunctionDefinition || body == kNoNode ||
      f.child(getter.node, Field::kReturnType) != kNoNode) {
    return std::nullopt;
  }
  const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, getter.node);
  if (parameters.size() != 2) return std::nullopt;
  const VariableId key = f.variable_of(parameters[1].identifier);
  const NodeId test = TestForSlice(f, body, key);
  const NodeId inside = test == kNoNode ? NodeId(kNoNode) : f.child(test, Field::kConsequence);
  if (inside == kNoNode) return std::nullopt;
  std::vector<TypeId> sure, unsure;
  for (NodeId n = body; n < f.tree()[body].subtree_end; ++n) {
    if (f.kind(n) != Kind::kReturnStatement || f.contains(inside, n) != is_slice) continue;
    const NodeId value = f.next(f.first(n));
    if (value == kNoNode || sure.size() >= kMaxItems) continue;
    (IsItemUnder(f, value, key) ? unsure : sure).push_back(infer.TypeOf(f, value));
  }
  TypeId item = table.Union(sure);
  if (!IsKnown(item)) item = table.Union(unsure);
  if (!IsKnown(item)) return std::nullopt;
  return Substitute(infer, item, FromReceiver(infer, f, getter.node, object));
}

}  // namespace fastnode::types
