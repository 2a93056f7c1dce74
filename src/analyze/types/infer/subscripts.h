// x[key].
#pragma once

#include <optional>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

TypeId SubscriptValue(Infer& infer, const File& f, NodeId node);
// What a typed dictionary has under a key that is written as a string; nothing if it is none.
std::optional<TypeId> TypedDictValue(Infer& infer, const File& f, NodeId key, TypeId object);

}  // namespace fastnode::types
