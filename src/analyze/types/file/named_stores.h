// Stores to attributes by a name that is written out as a string or a keyword:
//
//     setattr(self, "size", 1)              object.__setattr__(self, "size", 1)
//     self.__dict__["size"] = 1             self.__dict__.update(size=1)    vars(self).update(...)
//     for name in ("width", "height"): setattr(self, name, 0)
//     for name, value in {"width": 1}.items(): setattr(self, name, value)
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

struct NamedStore {
  std::string_view name;
  NodeId object = kNoNode;      // an identifier
  NodeId value = kNoNode;       // what is stored
  std::vector<NodeId> through;  // names by which the text says so: it does not, if one is hidden
};

// In the order in which they are found; the first few hundred. Whatever is hidden.
std::vector<NamedStore> ReadNamedStores(const File& f);

}  // namespace fastnode::types
