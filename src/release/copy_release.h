// A release folder somewhere else, whole or not at all.
#pragma once

#include <string>

#include "support/result.h"

namespace fastnode::release {

// In a folder of models; held by who puts a version into it.
inline constexpr char kModelsLock[] = "/.lock";

// Copies the files that the manifest names, every byte checked on both sides, and puts the copy in
// the place of `to`. Errors: a release that is not as its manifest says; files.
Status CopyRelease(const std::string& from, const std::string& to);

}  // namespace fastnode::release
