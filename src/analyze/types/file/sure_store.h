// The store after which an attribute surely has the value that was stored.
#pragma once

#include "analyze/types/file/file.h"

namespace fastnode::types {

// `self.x = Foo()` above a read of `self.x` in the same function: the attribute expression that is
// stored to; kNoNode if there is none, or if something between may set it otherwise. `read`: an
// attribute of a name, or an attribute of one.
NodeId SureStore(const File& f, NodeId read);

}  // namespace fastnode::types
