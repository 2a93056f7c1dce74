// The isinstance() questions under which a name or attribute is read.
#pragma once

#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

// The second arguments of the calls isinstance(x, CLASSES) that hold where `read`, which means x,
// is read: those that stand nearest first. Empty of names that the file never asks about.
std::vector<NodeId> ClassesAskedFor(const File& f, NodeId read);

}  // namespace fastnode::types
