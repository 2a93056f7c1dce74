// The bundle: a folder with copies of all releases that the product loads. It is made from the
// registry, and a change of the registry has no effect until the bundle is made again.
//
//   FOLDER/bundle.json       {"format": 1, "id", "models": [{"name", "version", "packages"}]}
//   FOLDER/NAME/VERSION/     a release folder, with its manifest
//
// `id` is the SHA-256 of the list of models: a version stands for every byte of a release, so the
// id stands for every byte of the bundle.
#pragma once

#include <string>
#include <vector>

#include "support/result.h"

namespace fastnode::release {

struct BundledModel {
  std::string name, version, folder;
  std::vector<std::string> packages;  // a model for files that import these; none: for all others
};

struct Bundle {
  std::string id;
  std::vector<BundledModel> models;
};

// Copies the current version of each model of the registry. The value: whether there was anything
// to do. A reader of the old bundle can read it to the end meanwhile; releases that no longer
// belong to it are removed. Errors: no model; none or several models without packages; a release
// that does not match its manifest.
Result<bool> BuildBundle(const std::string& registry, const std::string& folder);

bool HasBundle(const std::string& folder);

// What the bundle has, without reading the releases. Error: there is no bundle; it says how to make
// one.
Result<Bundle> ReadBundle(const std::string& folder);

// The same, but reads and checks every byte.
Result<Bundle> VerifyBundle(const std::string& folder);

// Whether the bundle is what the registry names now.
Result<bool> IsUpToDate(const std::string& registry, const std::string& folder);

// FASTNODE_DATADEPS; else `datadeps` beside the program.
std::string DefaultBundleFolder();

}  // namespace fastnode::release
