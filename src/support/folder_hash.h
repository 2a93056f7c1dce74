// One hash of a folder's files and their names: what `sha256sum * | sha256sum` prints in it. Two
// folders with the same hash have the same files, wherever they stand.
#pragma once

#include <string>

#include "support/result.h"

namespace fastnode {

// Errors: a file that cannot be read.
Result<std::string> Sha256OfFolder(const std::string& folder);

}  // namespace fastnode
