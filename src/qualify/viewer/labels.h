// Short words that tell files of examples apart.
#pragma once

#include <string>
#include <vector>

namespace fastnode::qualify {

// Of each path a word ("curated"), or its last parts, as many as are needed, or else its number.
std::vector<std::string> Labels(const std::vector<std::string>& paths);

}  // namespace fastnode::qualify
