// A name that nothing binds yet, one of many that are there: who writes `[item.` means an element
// of `items`, and writes the `for item in items` behind it only then.
#pragma once

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What the identifier is if it is named like one of a variable in sight, or of an attribute of the
// method's own object: a guess. Unknown if there is none.
TypeId OneOfMany(Infer& infer, const File& f, NodeId identifier);

}  // namespace fastnode::types
