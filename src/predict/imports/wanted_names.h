// Functions that a file calls and that are nowhere: whoever writes a caller first goes on with
// them.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/bind/file_index.h"

namespace fastnode::predict {

// Names that are called and that neither the file nor Python has, in the order of their calls.
// Empty if something is imported with a star.
std::vector<std::string_view> WantedFunctions(const bind::FileIndex& index);

// Names that the class's methods call on `self` or `cls`, and that it never assigns, in the order
// of their calls. Those of its bases are among them.
std::vector<std::string_view> WantedMethods(const bind::FileIndex& index, ast::NodeId owner);

}  // namespace fastnode::predict
