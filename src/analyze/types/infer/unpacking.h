// The part of a value that a target inside of sequences of targets receives: b of `a, (b, *c) = x`.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Places in nested sequences of targets, innermost first. The rest that a starred target takes has
// kTheRest before the place of the star.
using TargetPath = std::vector<int>;
inline constexpr int kTheRest = -1;

bool IsSequence(ast::Kind kind);
int PlaceAmongSiblings(const ast::Tree& tree, NodeId node);

// Of an expression: by its own parts as far as they are written, then by its type.
TypeId UnpackedFrom(Infer& infer, const File& f, NodeId value, const TargetPath& path);
// The element of a tuple whose elements are known one by one, a named one too. `place`: negative
// from the end. Nothing: it is no such tuple.
std::optional<TypeId> TupleElement(Infer& infer, TypeId tuple, int place);
// Of a type.
TypeId PartOf(Infer& infer, TypeId type, std::span<const int> path);

}  // namespace fastnode::types
