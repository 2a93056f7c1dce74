// What may be passed for what.
#pragma once

#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Whether the class of an object inherits from one that is not known.
bool HasUnknownBase(Infer& infer, TypeId type);

// Whether a value of the type `actual` may be passed where `pattern` is declared. What is not known
// may be.
bool Accepts(Infer& infer, TypeId pattern, TypeId actual, int depth = 0);

}  // namespace fastnode::types
