// Things that are handed over by name: passed, kept, or given back.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

bool IsGiven(const File& f, NodeId node);

// An attribute that is handed over.
struct GivenUse {
  std::string_view name;
  NodeId node;  // the attribute expression
};
// By (name, place).
std::vector<GivenUse> ReadGivenUses(const File& f);

}  // namespace fastnode::types
