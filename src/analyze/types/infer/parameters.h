// Parameters: annotations and type comments, defaults, what the method of a base class says, what
// calls pass, and else what they are used as.
#pragma once

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

TypeId ParameterValue(Infer& infer, const File& f, NodeId identifier);

// Whether the first parameter of a method is the class: @classmethod, and those that Python calls
// on the class anyway.
bool IsOfClass(const File& f, NodeId function);

// callers.cc. What calls pass: in the same file, and in files of the project that call something of
// that name.
TypeId PassedByCalls(Infer& infer, const File& f, NodeId identifier);

// used_as.cc. What its uses in the function say: a guess.
TypeId UsedAs(Infer& infer, const File& f, NodeId identifier);

}  // namespace fastnode::types
