#include "analyze/types/infer/columns.h"

#include <string_view>
#include <vector>

#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/unpacking.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxMaps = 2;  // in one another

std::optional<TypeId> Column(Infer& infer, const File& f, NodeId call, int place, int depth) {
  if (f.kind(call) != Kind::kCall || depth > kMaxMaps) return std::nullopt;
  const NodeId callee = f.child(call, Field::kFunction);
  if (callee == kNoNode || f.kind(callee) != Kind::kIdentifier) return std::nullopt;
  const std::string_view name = f.text(callee);
  if (name != "zip" && name != "map") return std::nullopt;
  const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
  if (!IsBuiltin(infer, infer.TypeOf(f, callee), name)) return std::nullopt;
  if (name == "map") {
    if (arguments.size() != 2 || arguments[0].splat || arguments[1].splat) return std::nullopt;
    const auto column = Column(infer, f, arguments[1].node, place, depth + 1);
    if (!column) return std::nullopt;
    return infer.Call(infer.TypeOf(f, arguments[0].node), PassTypes({*column}));
  }
  if (arguments.size() != 1 || !arguments[0].splat) return std::nullopt;
  NodeId rows = kNoNode;
  for (NodeId n = f.first(arguments[0].node); n != kNoNode; n = f.next(n)) rows = n;
  if (rows == kNoNode) return std::nullopt;
  const TypeId row = infer.Element(infer.TypeOf(f, rows));
  const std::optional<TypeId> element = TupleElement(infer, row, place);
  if (!element) return std::nullopt;
  return infer.table().OfAnyLength(Instance(infer, "tuple", {*element}));
}

}  // namespace

std::optional<TypeId> ColumnOf(Infer& infer, const File& f, NodeId call, int place) {
  return Column(infer, f, call, place, 0);
}

}  // namespace fastnode::types
