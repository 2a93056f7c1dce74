// Methods that leave what they give to others of the object: `def all(self): return
// self.make_rows()`, where the class itself says nothing of make_rows, and those derived from it
// do.
#pragma once

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What such a method gives if it is called on an object of another class than its own.
TypeId ResultOnReceiver(Infer& infer, const File& f, NodeId function, TypeId receiver);

}  // namespace fastnode::types
