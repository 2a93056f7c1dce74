// Since when a name, attribute or item has the value that a read sees.
#pragma once

#include "analyze/types/file/file.h"

namespace fastnode::types {

// The last binding above of the thing that is read, or of one that it is part of, or the loop that
// may bring one round: what stands before it speaks of another value. The root if there is none;
// kNoNode if the thing does not start with a name.
NodeId LastBinding(const File& f, NodeId read);

}  // namespace fastnode::types
