// Names of a file: what one refers to, and where variables are bound. Hidden names bind nothing,
// and neither do those in branches that are not taken.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/file/conditions.h"
#include "analyze/types/file/file.h"

namespace fastnode::types {

// The reference that an identifier is; null if it is none.
const bind::Reference* ReferenceAt(const File& f, NodeId identifier);
// Whether an identifier without variable is a name that is looked up (in stars and builtins).
bool IsReference(const File& f, NodeId identifier);
// The variable that a name means in a scope, by Python's rules; or kNone.
VariableId Lookup(const File& f, ScopeId scope, std::string_view name);
// The scope whose order of execution a node is part of: comprehensions and class bodies run where
// they stand.
ScopeId ExecutionScope(const File& f, NodeId node);

// Where a variable is bound, in text order; the first few.
std::vector<NodeId> Bindings(const File& f, VariableId variable);
// What a read of a variable may see (the scope of both runs in text order).
struct Seen {
  // The nearest first, back to one that always comes between, and in a loop those that come round
  // again.
  std::vector<NodeId> bindings;
  // What else there is, if its `read` is one.
  BehindAsked passed;
};
Seen BindingsSeen(const File& f, VariableId variable, NodeId read);

// x["key"], x[0]
bool IsLiteralItem(const File& f, NodeId subscript);
// Two expressions that mean the same variable, or the same attributes or literal items of it.
bool IsSameThing(const File& f, NodeId a, NodeId b);

// The class in whose body or methods a node stands, or kNoNode.
NodeId EnclosingClass(const File& f, NodeId node);
// The class whose method a function is, or kNoNode.
NodeId ClassOfFunction(const File& f, NodeId function);

}  // namespace fastnode::types
