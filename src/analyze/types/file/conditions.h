// The isinstance() questions and patterns under which a name or attribute is read.
#pragma once

#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

// What is known of a thing where it is read; what stands nearest first. A node is the second
// argument of a call isinstance(x, CLASSES) or issubclass(x, CLASSES), what type(x) is compared
// with, a pattern of classes that `case` names, None, or the function of a call that tells:
// `is_cat` of is_cat(x).
struct AskedFor {
  std::vector<std::vector<NodeId>> is;  // of each the thing is one
  std::vector<NodeId> is_not;
};

// `read`: what means the thing. Empty of names that the file never asks about.
AskedFor ClassesAskedFor(const File& f, NodeId read);

// What a variable is behind an `if` or `while` of which no condition held: what it was where one of
// them asked for its class, as far as the answers go.
struct BehindAsked {
  NodeId read = kNoNode;  // kNoNode: none of them asks
  AskedFor asked;
};
// `read`: of the variable.
BehindAsked BehindConditions(const File& f, NodeId statement, NodeId read);

}  // namespace fastnode::types
