// Plugins of pytest that are installed in a folder of packages: whoever has them has their
// fixtures, without a word in the tests.
#pragma once

#include <string>
#include <vector>

namespace fastnode::types {

// Modules that the packages in `folder` name in the group `pytest11` of their entry points, sorted
// (https://packaging.python.org/en/latest/specifications/entry-points/).
std::vector<std::string> ReadTestPlugins(const std::string& folder);

}  // namespace fastnode::types
