// What stands in a dictionary under a key that is written out: `x = {"name": value}`,
// `x = dict(name=value)`, `x["name"] = value`.
#pragma once

#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

// The values that the file puts under the key into the dictionary which `name` reads, in text order
// of what is bound to the name and then of stores. Those under keys that are not written out count
// as if they were this one. Nothing if something else may have put values in, or if there are too
// many places to look at.
std::vector<NodeId> ValuesUnderKey(const File& f, NodeId name, NodeId key);

}  // namespace fastnode::types
