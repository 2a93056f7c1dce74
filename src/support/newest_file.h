// How long ago somebody wrote into a folder.
#pragma once

#include <string>

#include "support/result.h"

namespace fastnode {

// Seconds since a regular file in `folder`, or in one of its folders, was last written. Error:
// there is none. Files may come and go meanwhile.
Result<double> AgeOfNewestFile(const std::string& folder);

}  // namespace fastnode
