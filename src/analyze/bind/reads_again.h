// What FindReads finds, after an edit of some statements.
#pragma once

#include <vector>

#include "analyze/bind/reads.h"
#include "analyze/bind/rebind.h"

namespace fastnode::bind {

// As FindReads(index). `before`: what it gave of the text before, and how that became this one.
std::vector<NodeId> FindReadsAgain(const std::vector<NodeId>& before, const Moved& moved,
                                   const FileIndex& index);

}  // namespace fastnode::bind
