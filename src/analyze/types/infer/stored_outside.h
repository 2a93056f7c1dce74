// What is stored to attributes of an object from outside of its class, in the file of the class:
// `config = Config()`, `config.verbose = True`. The class's own statements come first.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// `owner`: the class of the file, the call that makes one, or the function that is stored to.
// `of_class`: not what is stored to its objects. Nothing if nothing is.
std::optional<TypeId> StoredOutside(Infer& infer, const File& f, NodeId owner,
                                    std::string_view name, bool of_class);

// What is stored to so, each name once.
struct NameStored {
  std::string_view name;
  NodeId attribute = kNoNode;  // the expression, if there is one
};
std::vector<NameStored> NamesStoredOutside(Infer& infer, const File& f, NodeId owner,
                                           bool of_class);

}  // namespace fastnode::types
