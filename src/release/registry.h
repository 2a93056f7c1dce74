// The registry: which versions of each model there are, and in which folders
// (pipeline/models.json). A version stays what it was when it was added: its folder is
// MODELS/NAME/VERSION, a copy that nothing else writes to, and it is verified before it becomes the
// current one.
//
//   {"format": 1, "models": {NAME: {"current": VERSION, "before": [VERSION...],
//                                   "versions": {VERSION: FOLDER}, "packages": [NAME...]}}}
//
// A model with packages is for files that import one of these. The model without is for all other
// files.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace fastnode::release {

// The first 12 characters of the SHA-256 of a release's manifest.
std::string VersionOf(std::string_view manifest_bytes);

// Adds a release folder, which must be whole. Copies it to MODELS/NAME/VERSION unless that is where
// it is, makes it the current version, and returns the version. Packages stay as they are if none
// are given.
Result<std::string> AddToRegistry(
    const std::string& path, const std::string& models, const std::string& release,
    const std::optional<std::vector<std::string>>& packages = std::nullopt);
// Makes the version that begins with these digits the current one, and returns it. Errors, with
// nothing changed: none or several begin so; its folder is damaged or holds another release.
Result<std::string> UseVersion(const std::string& path, const std::string& name,
                               const std::string& digits);
// Goes back to the version that was current before, and returns it. Errors, with nothing changed:
// there is none, or it has changed.
Result<std::string> RollBack(const std::string& path, const std::string& name);

// The current version's folder. Errors: no such model, a damaged file.
Result<std::string> CurrentModel(const std::string& path, const std::string& name);

struct RegisteredModel {
  std::string name, version, folder;
  std::vector<std::string> packages;  // sorted
};
// The current version of each model, sorted by name.
Result<std::vector<RegisteredModel>> CurrentModels(const std::string& path);

// One line per version.
Result<std::string> PrintRegistry(const std::string& path);

}  // namespace fastnode::release
