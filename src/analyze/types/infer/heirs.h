// Classes that inherit from a class, in the same file: what it leaves to them. A method that only
// raises NotImplementedError gives what those give that take its place, and `self.parts` of a mixin
// is what the classes have that mix it in.
#pragma once

#include <string_view>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What a call of a method gives that is left to those who inherit it; unknown if it is not left to
// them, or to nobody. Of one that does nothing, but may be called as it is, None is among it.
TypeId ResultOfOverrides(Infer& infer, const File& f, NodeId function);

// What heirs have under a name; unknown if none has it.
TypeId MemberOfHeirs(Infer& infer, const File& f, NodeId cls, std::string_view name);

}  // namespace fastnode::types
