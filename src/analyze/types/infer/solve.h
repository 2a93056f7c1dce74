// What type variables stand for (PEP 484).
#pragma once

#include "analyze/types/infer/substitution.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Finds what the variables of `pattern` stand for if `actual` is passed for it, and adds that.
void Unify(Infer& infer, TypeId pattern, TypeId actual, Substitution& into, int depth = 0);

// The type with its variables replaced; those of which nothing is known stay.
TypeId Substitute(Infer& infer, TypeId type, const Substitution& with, int depth = 0);

}  // namespace fastnode::types
