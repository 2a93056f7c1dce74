// Folders that a file puts on sys.path itself, before it imports from there:
//   sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fastnode::predict {

// Those that are there, in the order of the text. `path`: of the file. Read are texts, __file__,
// what os.path and pathlib make of them, and names that stand for such; of all else nothing is
// said.
std::vector<std::string> AddedToPath(std::string_view text, const std::string& path);

}  // namespace fastnode::predict
