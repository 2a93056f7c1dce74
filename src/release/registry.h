// The registry: which folder is a model's, of which versions there are (pipeline/models.json).
//
//   {"format": 1, "models": {NAME: {"current": VERSION, "before": [VERSION...],
//                                   "versions": {VERSION: FOLDER}}}}
#pragma once

#include <string>
#include <string_view>

#include "support/result.h"

namespace fastnode::release {

// The first 12 characters of the SHA-256 of a release's manifest.
std::string VersionOf(std::string_view manifest_bytes);

// Adds a release folder, which must be whole, and makes it the current one; its version.
Result<std::string> AddToRegistry(const std::string& path, const std::string& folder);
Status UseVersion(const std::string& path, const std::string& name, const std::string& version);
// Back to the version that was current before; it. Errors: there is none.
Result<std::string> RollBack(const std::string& path, const std::string& name);

// The current version's folder. Errors: no such model, a damaged file.
Result<std::string> CurrentModel(const std::string& path, const std::string& name);

// A line a version.
Result<std::string> PrintRegistry(const std::string& path);

}  // namespace fastnode::release
