// `def __getitem__(self, k)` of a class that asks itself whether a slice is passed: what it gives
// for one, and what for others.
#pragma once

#include <optional>

#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Nothing if the class's method declares what it takes, or does not ask.
std::optional<TypeId> ItemByWhatIsPassed(Infer& infer, TypeId object, bool is_slice);

}  // namespace fastnode::types
