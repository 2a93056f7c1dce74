// The part of a value that a target inside of sequences of targets receives: b of `a, (b, *c) = x`.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Where a target stands in a sequence of targets.
struct TargetPlace {
  int at = 0;            // behind a starred one from the end: -1 is the last
  bool is_rest = false;  // starred: it takes a list of what the others leave
  int behind = 0;        // of a starred one: so many stand behind it
};
// Of `part`, if the children for which `is_starred` are the starred ones.
TargetPlace PlaceOfTarget(const File& f, NodeId part, bool (*is_starred)(const File&, NodeId));

// In nested sequences of targets, innermost first.
using TargetPath = std::vector<TargetPlace>;

bool IsSequence(ast::Kind kind);
int PlaceAmongSiblings(const ast::Tree& tree, NodeId node);

// Of an expression: by its own parts as far as they are written, then by its type.
TypeId UnpackedFrom(Infer& infer, const File& f, NodeId value, const TargetPath& path);
// The element of a tuple whose elements are known one by one, a named one too. `place`: negative
// from the end. Nothing: it is no such tuple.
std::optional<TypeId> TupleElement(Infer& infer, TypeId tuple, int place);
// Of a type.
TypeId PartOf(Infer& infer, TypeId type, std::span<const TargetPlace> path);
TypeId PartOf(Infer& infer, TypeId type, TargetPlace place);

}  // namespace fastnode::types
