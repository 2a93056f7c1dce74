// Parameters of functions that are given to a call, lambdas and others: what those give them to
// whom they are passed.
#pragma once

#include <cstddef>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/passed.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// The call that an expression is an argument of, or kNoNode; and which of its arguments, or how
// many there are.
NodeId CallGiven(const File& f, NodeId function);
size_t PlaceOfGiven(const File& f, const Arguments& arguments, NodeId function);

// What parameter `place` of a lambda is that stands as an argument of a call, by the declaration
// `Callable[[X], Y]` of the parameter that takes it; unknown if there is none. A function that is
// given by its name will do as well.
TypeId LambdaParameter(Infer& infer, const File& f, NodeId lambda, size_t place);
// The same by an annotation that names a Callable.
TypeId ParameterOfCallable(Infer& infer, const File& f, NodeId annotation, size_t place);

}  // namespace fastnode::types
