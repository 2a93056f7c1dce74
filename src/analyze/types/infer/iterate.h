// Iteration and await, by the methods that Python calls for them (language reference, 3.3.7, 3.4).
#pragma once

#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

TypeId ElementOf(Infer& infer, TypeId iterable, bool is_async);
TypeId AwaitedValue(Infer& infer, TypeId awaitable);

}  // namespace fastnode::types
