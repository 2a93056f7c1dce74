// The order in which the members of a class are looked up.
#pragma once

#include <cstddef>
#include <vector>

#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

// Far beyond what people write, so that generated classes cost bounded time and memory each: the
// merge looks at every base for every ancestor, and every class keeps all of its ancestors.
inline constexpr size_t kMaxAncestors = 1000;  // itself included

// The class itself, then what the rows, the ancestors of each base, come to.
std::vector<TypeId> MergeAncestors(const TypeTable& table, TypeId self,
                                   const std::vector<std::vector<TypeId>>& rows);

}  // namespace fastnode::types
