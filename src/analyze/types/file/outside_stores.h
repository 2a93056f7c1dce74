// Stores to attributes from outside of the class, `config.verbose = True`, and by written names,
// from inside as well (named_stores.h). As they are written; who may not look at some of a file
// asks of each.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

struct OutsideStore {
  std::string_view name;
  NodeId base = kNoNode;       // a name that is not `self`, or an attribute of `self`
  NodeId attribute = kNoNode;  // that is stored to; of a store by a written name kNoNode
  bool is_undeclared = false;  // the name is a parameter without annotation
  // Of a store by a written name: what is stored, and the class if the object is `self`.
  NodeId value = kNoNode, cls = kNoNode;
  std::vector<NodeId> through;  // names that must not be hidden
};

// By name, and of one name in text order.
std::vector<OutsideStore> ReadOutsideStores(const File& f);

}  // namespace fastnode::types
