// Calls of functions: which overload is meant, and what it gives for what is passed (PEP 484).
#pragma once

#include <vector>

#include "analyze/types/file/parameters.h"
#include "analyze/types/infer/passed.h"
#include "analyze/types/infer/substitution.h"

namespace fastnode::types {

class Infer;

TypeId FunctionCallValue(Infer& infer, TypeId function, const Arguments& arguments);

// Whether a type says only what can be done with a value.
bool IsOfProtocols(Infer& infer, TypeId type);

// The overloads of a function in text order; of one without overloads itself.
std::vector<NodeId> Overloads(const File& f, NodeId function);
// Whether the arguments may be passed. `receiver`: what the function is bound to, or unknown.
bool Fits(Infer& infer, const File& f, NodeId function, TypeId receiver,
          const Arguments& arguments);
// What the object that a function is bound to says of its and its class's type variables.
Substitution FromReceiver(Infer& infer, const File& f, NodeId function, TypeId receiver);
// Finds what the type variables of the parameters stand for.
void SolvePassed(Infer& infer, const File& f, const std::vector<Parameter>& parameters, bool bound,
                 const Arguments& arguments, Substitution& with);

}  // namespace fastnode::types
