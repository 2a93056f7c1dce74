// Functions: what their definitions bind, and what calls of them give.
#pragma once

#include <optional>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What a function_definition binds to its name.
TypeId FunctionValue(Infer& infer, const File& f, NodeId definition);
// What a call gives: by annotation, else by what is returned or yielded.
TypeId FunctionResult(Infer& infer, const File& f, NodeId function);

// What `yield` gives whoever yields: what is declared to be sent; `yield from`: what the other one
// returns.
TypeId YieldValue(Infer& infer, const File& f, NodeId node);

// decorators.cc. Decorators are applied from the inside. One of which nothing is known is taken to
// keep the function, as functools.wraps makes it look.
TypeId DecoratedValue(Infer& infer, const File& f, NodeId definition);

}  // namespace fastnode::types
