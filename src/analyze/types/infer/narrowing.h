// What isinstance() and `case` say of names and attributes (file/conditions.h finds where).
#pragma once

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// `otherwise`: the type of what is read without these conditions.
TypeId Narrowed(Infer& infer, const File& f, NodeId read, TypeId otherwise);

}  // namespace fastnode::types
