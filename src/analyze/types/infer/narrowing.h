// What isinstance() and `case` say of names and attributes (file/conditions.h finds where).
#pragma once

#include "analyze/types/file/conditions.h"
#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// `otherwise`: the type of what is read without these conditions.
TypeId Narrowed(Infer& infer, const File& f, NodeId read, TypeId otherwise);

// What is left of a type under some answers; unknown if that is nothing.
TypeId LeftBehind(Infer& infer, const File& f, const AskedFor& asked, TypeId type);

}  // namespace fastnode::types
