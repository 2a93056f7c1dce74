// Iteration and await, by the methods that Python calls for them (language reference, 3.3.7, 3.4).
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

TypeId ElementOf(Infer& infer, TypeId iterable, bool is_async);
TypeId AwaitedValue(Infer& infer, TypeId awaitable);

// The type arguments of the first of these classes of typing that the type is one of; nothing if it
// is none.
std::optional<std::vector<TypeId>> ArgumentsAs(Infer& infer, TypeId type,
                                               std::initializer_list<std::string_view> names);

}  // namespace fastnode::types
