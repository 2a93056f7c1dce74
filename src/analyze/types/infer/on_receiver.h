// Methods that leave what they give to others of the object: `def all(self): return
// self.make_rows()`, where the class itself says nothing of make_rows, and those derived from it
// do.
#pragma once

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What such a method gives if it is called on an object of another class than its own. `result`: on
// one of its own class; it stays, if the object's class has the others from there, too.
TypeId ResultOnReceiver(Infer& infer, const File& f, NodeId function, TypeId receiver,
                        TypeId result);

}  // namespace fastnode::types
