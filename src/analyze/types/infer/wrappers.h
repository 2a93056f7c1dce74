// What a decorator without annotations puts in a function's place, where it is not what the
// function gives:
//
//   def as_text(get):
//       def wrapper(*args):
//           return str(get(*args))
//       return wrapper
#pragma once

#include <optional>

#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What calls give of the function that `decorator`, a function, gave when it was called. Nothing if
// that hands on what it gets from the function that it was given, as most do, or tells nothing.
std::optional<TypeId> ResultOfWrapper(Infer& infer, TypeId decorator, TypeId wrapper);

}  // namespace fastnode::types
