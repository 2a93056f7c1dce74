#include "analyze/types/infer/unpacking.h"

#include "analyze/types/infer/columns.h"
#include "analyze/types/infer/constructors.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

bool IsSequence(Kind kind) {
  switch (kind) {
    case Kind::kPatternList:
    case Kind::kTuplePattern:
    case Kind::kListPattern:
    case Kind::kTuple:
    case Kind::kList:
    case Kind::kExpressionList:
      return true;
    default:
      return false;
  }
}

int PlaceAmongSiblings(const ast::Tree& tree, NodeId node) {
  int place = 0;
  for (NodeId c = tree.FirstChild(tree[node].parent); c != node; c = tree.NextSibling(c)) ++place;
  return place;
}

namespace {

// Whether the path's outermost place takes the rest.
bool TakesRest(std::span<const int> path) {
  return path.size() >= 2 && path[path.size() - 2] == kTheRest;
}

// What is written at a place of a sequence; kNoNode if it is too short, or has a star before it.
struct Written {
  NodeId node = kNoNode;
  bool is_behind_star = false;
};
Written WrittenAt(const File& f, NodeId sequence, int place) {
  NodeId part = f.first(sequence);
  for (int i = 0; part != kNoNode && i <= place; ++i) {
    if (f.kind(part) == Kind::kListSplat) return {.is_behind_star = true};
    if (i < place) part = f.next(part);
  }
  return {.node = part};
}

// Into parentheses, and of `y = value` what is assigned.
NodeId Inside(const File& f, NodeId value) {
  while (value != kNoNode &&
         (f.kind(value) == Kind::kParenthesizedExpression || f.kind(value) == Kind::kAssignment)) {
    value = f.kind(value) == Kind::kAssignment ? f.child(value, Field::kRight) : f.first(value);
  }
  return value;
}

}  // namespace

TypeId UnpackedFrom(Infer& infer, const File& f, NodeId value, const TargetPath& path) {
  std::span<const int> left = path;
  while (!left.empty()) {
    value = Inside(f, value);
    if (value == kNoNode) return kUnknownType;
    const int place = left.back();
    if (!IsSequence(f.kind(value)) || place == kTheRest || TakesRest(left)) break;
    Written written = WrittenAt(f, value, place);
    if (written.is_behind_star) break;
    if (written.node == kNoNode) return kUnknownType;
    value = written.node;
    left = left.first(left.size() - 1);
  }
  if (!left.empty() && left.back() != kTheRest && !TakesRest(left)) {
    const std::optional<TypeId> column = ColumnOf(infer, f, value, left.back());
    if (column) return PartOf(infer, *column, left.first(left.size() - 1));
  }
  return PartOf(infer, infer.TypeOf(f, value), left);
}

std::optional<TypeId> TupleElement(Infer& infer, TypeId tuple, int place) {
  const TypeData& data = infer.table()[tuple];
  auto from_start = [place](size_t size) {
    const auto count = static_cast<int64_t>(size);
    const int64_t at = place < 0 ? count + place : place;
    return at >= 0 && at < count ? std::optional(static_cast<size_t>(at)) : std::nullopt;
  };
  if (data.form != Form::kInstance) return std::nullopt;
  if (IsInstanceOf(infer, tuple, "tuple")) {
    if ((data.flags & kAnyLength) != 0) return std::nullopt;
    const auto at = from_start(data.arguments.size());
    return at ? std::optional(data.arguments[*at]) : std::nullopt;
  }
  if (!infer.classes().Inherits(tuple, "typing", "NamedTuple")) {
    // class Row(Tuple[int, str])
    const TypeId base = infer.classes().FindAncestor(tuple, Builtin(infer, "tuple"));
    if (!IsKnown(base) || infer.table()[base].arguments.size() < 2) return std::nullopt;
    const std::vector<TypeId> elements = infer.table()[base].arguments;
    const auto at = from_start(elements.size());
    return at ? std::optional(elements[*at]) : std::nullopt;
  }
  const auto fields = MadeConstructor(infer, infer.table().ClassOf(tuple));
  const auto at = fields ? from_start(fields->size()) : std::nullopt;
  return at ? std::optional(infer.TypeOfMember(tuple, (*fields)[*at].name)) : std::nullopt;
}

TypeId PartOf(Infer& infer, TypeId type, std::span<const int> path) {
  for (; !path.empty() && IsKnown(type); path = path.first(path.size() - 1)) {
    const int place = path.back();
    if (place == kTheRest) return Instance(infer, "list", {type});
    std::vector<TypeId> parts;
    for (TypeId alternative : infer.table().Alternatives(type)) {
      std::optional<TypeId> element;
      if (!TakesRest(path)) element = TupleElement(infer, alternative, place);
      if (element) {
        parts.push_back(*element);
      } else if (alternative != kNoneType) {
        parts.push_back(infer.Element(alternative));
      }
    }
    type = infer.table().Union(parts);
  }
  return type;
}

}  // namespace fastnode::types
