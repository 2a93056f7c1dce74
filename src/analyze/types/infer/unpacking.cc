#include "analyze/types/infer/unpacking.h"

#include <algorithm>
#include <vector>

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

TargetPlace PlaceOfTarget(const File& f, NodeId part, bool (*is_starred)(const File&, NodeId)) {
  TargetPlace place{.is_rest = is_starred(f, part)};
  bool is_behind = false, is_behind_star = false;
  for (NodeId c = f.first(f.parent(part)); c != kNoNode; c = f.next(c)) {
    if (c == part) {
      is_behind = true;
    } else if (is_behind) {
      ++place.behind;
    } else {
      is_behind_star |= is_starred(f, c);
      ++place.at;
    }
  }
  if (is_behind_star) place.at = -1 - place.behind;
  return place;
}

namespace {

// What is written at a place of a sequence; kNoNode if it is too short, or a star hides the place.
struct Written {
  NodeId node = kNoNode;
  bool is_behind_star = false;
};
Written WrittenAt(const File& f, NodeId sequence, int place) {
  // From the end as far as from the start: no star may stand on the way.
  std::vector<NodeId> parts;
  for (NodeId part = f.first(sequence); part != kNoNode; part = f.next(part)) {
    parts.push_back(part);
  }
  if (place < 0) std::reverse(parts.begin(), parts.end());
  const auto at = static_cast<size_t>(place < 0 ? -1 - place : place);
  for (size_t i = 0; i < parts.size() && i <= at; ++i) {
    if (f.kind(parts[i]) == Kind::kListSplat) return {.is_behind_star = true};
  }
  return {.node = at < parts.size() ? parts[at] : kNoNode};
}

// What a starred target takes of a tuple whose elements are known one by one.
std::optional<TypeId> RestOfTuple(Infer& infer, TypeId tuple, const TargetPlace& rest) {
  if (infer.table().form(tuple) != Form::kInstance || !IsInstanceOf(infer, tuple, "tuple") ||
      (infer.table()[tuple].flags & kAnyLength) != 0) {
    return std::nullopt;
  }
  const std::vector<TypeId> elements = infer.table()[tuple].arguments;
  const auto begin = static_cast<size_t>(rest.at), behind = static_cast<size_t>(rest.behind);
  if (begin + behind >= elements.size()) return std::nullopt;
  return infer.table().Union({elements.begin() + rest.at, elements.end() - rest.behind});
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
  std::span<const TargetPlace> left = path;
  while (!left.empty()) {
    value = Inside(f, value);
    if (value == kNoNode) return kUnknownType;
    if (!IsSequence(f.kind(value)) || left.back().is_rest) break;
    Written written = WrittenAt(f, value, left.back().at);
    if (written.is_behind_star) break;
    if (written.node == kNoNode) return kUnknownType;
    value = written.node;
    left = left.first(left.size() - 1);
  }
  if (!left.empty() && !left.back().is_rest && left.back().at >= 0) {
    const std::optional<TypeId> column = ColumnOf(infer, f, value, left.back().at);
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

TypeId PartOf(Infer& infer, TypeId type, TargetPlace place) {
  return PartOf(infer, type, {&place, 1});
}

TypeId PartOf(Infer& infer, TypeId type, std::span<const TargetPlace> path) {
  const bool takes_rest = !path.empty() && path.front().is_rest;
  for (; !path.empty() && IsKnown(type); path = path.first(path.size() - 1)) {
    const TargetPlace& place = path.back();
    std::vector<TypeId> parts;
    for (TypeId alternative : infer.table().Alternatives(type)) {
      const std::optional<TypeId> element = place.is_rest
                                                ? RestOfTuple(infer, alternative, place)
                                                : TupleElement(infer, alternative, place.at);
      if (element) {
        parts.push_back(*element);
      } else if (alternative != kNoneType) {
        parts.push_back(infer.Element(alternative));
      }
    }
    type = infer.table().Union(parts);
  }
  if (!takes_rest) return type;
  return IsKnown(type) ? Instance(infer, "list", {type}) : Instance(infer, "list");
}

}  // namespace fastnode::types
