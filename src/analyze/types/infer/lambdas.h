// Parameters of lambdas: what those give them to whom they are passed.
#pragma once

#include <cstddef>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What parameter `place` of a lambda is that stands as an argument of a call, by the declaration
// `Callable[[X], Y]` of the parameter that takes it; unknown if there is none.
TypeId LambdaParameter(Infer& infer, const File& f, NodeId lambda, size_t place);

}  // namespace fastnode::types
