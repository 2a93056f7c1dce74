// Copies a release folder, wholly or not at all.
#pragma once

#include <string>

#include "support/result.h"

namespace fastnode::release {

// The lock file in a folder of models, held while a version is put into it.
inline constexpr char kModelsLock[] = "/.lock";

// Copies the files that the manifest names, checks every byte on both sides, and puts the copy in
// the place of `to`. Errors: a release that does not match its manifest; files.
Status CopyRelease(const std::string& from, const std::string& to);

}  // namespace fastnode::release
