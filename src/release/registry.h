// The registry: which folder is a model's, of which versions there are (pipeline/models.json). A
// version is what it was when it was added: its folder is MODELS/NAME/VERSION, a copy that nothing
// else writes to, and it is verified before it becomes the current one.
//
//   {"format": 1, "models": {NAME: {"current": VERSION, "before": [VERSION...],
//                                   "versions": {VERSION: FOLDER}, "packages": [NAME...]}}}
//
// A model with packages is for files that import these (a shard); the one without is for all
// others.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace fastnode::release {

// The first 12 characters of the SHA-256 of a release's manifest.
std::string VersionOf(std::string_view manifest_bytes);

// Adds a release folder, which must be whole: copies it to MODELS/NAME/VERSION unless it is called
// so already, and makes it the current one; its version. Packages: as before if none are given.
Result<std::string> AddToRegistry(
    const std::string& path, const std::string& models, const std::string& release,
    const std::optional<std::vector<std::string>>& packages = std::nullopt);
// The version that begins with these digits becomes the current one; it. Errors, with nothing
// changed: none or several begin so; its folder is damaged or holds another release.
Result<std::string> UseVersion(const std::string& path, const std::string& name,
                               const std::string& digits);
// Back to the version that was current before; it. Errors, with nothing changed: there is none, or
// it is not what it was.
Result<std::string> RollBack(const std::string& path, const std::string& name);

// The current version's folder. Errors: no such model, a damaged file.
Result<std::string> CurrentModel(const std::string& path, const std::string& name);

struct RegisteredModel {
  std::string name, version, folder;
  std::vector<std::string> packages;  // sorted
};
// The current version of each, by name.
Result<std::vector<RegisteredModel>> CurrentModels(const std::string& path);

// A line a version.
Result<std::string> PrintRegistry(const std::string& path);

}  // namespace fastnode::release
