// Names: what the bindings of a variable give together, for a read or for everybody.
#pragma once

#include <span>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Of an identifier that is read or bound.
TypeId NameValue(Infer& infer, const File& f, NodeId identifier);
// Of a variable, wherever it is bound: what others see of it.
TypeId VariableValue(Infer& infer, const File& f, VariableId variable);
// Of a variable as it is read at a node of the scope that binds it.
TypeId FlowValue(Infer& infer, const File& f, VariableId variable, NodeId read);
// What bindings give together: a declaration rules, and of several functions (overloads, a property
// and its setter, an `if` round each) one stands for all.
TypeId Combine(Infer& infer, const File& f, std::span<const NodeId> bindings);

}  // namespace fastnode::types
