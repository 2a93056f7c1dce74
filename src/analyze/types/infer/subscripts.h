// x[key].
#pragma once

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

TypeId SubscriptValue(Infer& infer, const File& f, NodeId node);

}  // namespace fastnode::types
