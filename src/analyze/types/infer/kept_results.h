// Functions that keep what they gave: `@lru_cache def f()`. They are functions as before, and have
// the members of what functools puts round them, too: f.cache_clear().
#pragma once

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What is put round a function, as a class; unknown if nothing is.
TypeId KeeperOfResults(Infer& infer, const File& f, NodeId function);

}  // namespace fastnode::types
