// Stores to attributes from outside of the class: `config.verbose = True`. As they are written; who
// may not look at some of a file asks of each.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

struct OutsideStore {
  std::string_view name;
  NodeId base = kNoNode;  // a name that is not `self`, or an attribute of `self`
  NodeId attribute = kNoNode;
  bool is_undeclared = false;  // the name is a parameter without annotation
};

// By name, and of one name in text order.
std::vector<OutsideStore> ReadOutsideStores(const File& f);

}  // namespace fastnode::types
