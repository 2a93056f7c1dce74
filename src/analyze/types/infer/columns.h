// `names, sizes = zip(*rows)`: of rows that are pairs, what stands first in each and what stands
// second. Also `names, sizes = map(list, zip(*rows))`.
#pragma once

#include <optional>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What place `place` of such a call gives; nothing if it is none.
std::optional<TypeId> ColumnOf(Infer& infer, const File& f, NodeId call, int place);

}  // namespace fastnode::types
