// Functions that nobody calls by name: what is registered for a class, and what a framework calls.
// Their parameters are said where they are registered.
#pragma once

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// `@show.register(Circle)` of functools.singledispatch: what is dispatched on is a Circle.
TypeId DispatchedParameter(Infer& infer, const File& f, NodeId function, NodeId parameter);

// Of Django: `obj` and `queryset` of methods of a class that is registered for a model, `instance`
// and `sender` of who receives a signal of one, the `parser` of a command.
TypeId HandledByDjango(Infer& infer, const File& f, NodeId function, NodeId parameter);

}  // namespace fastnode::types
