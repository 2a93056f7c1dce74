// What the program says of itself. Only the program knows its commit: no library is compiled anew
// for a commit that does not change it.
#pragma once

#include <string>

namespace fastnode::tool {

// "fastnode 1.0.0 (commit 0123456789ab, build 4f...)"
std::string VersionLine();

// "fastnode 1.0.0 (commit 0123456789ab)": the same wherever it was built.
std::string ProgramAndCommit();

}  // namespace fastnode::tool
