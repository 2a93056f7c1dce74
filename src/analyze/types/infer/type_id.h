// The number of a type in its table (type_table.h).
#pragma once

#include "support/id.h"

namespace fastnode::types {

using TypeId = Id<struct TypeTag>;
inline constexpr TypeId kUnknownType{0};
inline constexpr TypeId kNoneType{1};
inline bool IsKnown(TypeId type) { return type != kUnknownType; }

}  // namespace fastnode::types
