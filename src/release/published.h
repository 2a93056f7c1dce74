// What a store has under a release's name. Each version was put there by an upload, and stays:
//
//   <store>/NAME/manifest.json        what the name points to now
//   <store>/NAME/versions/<sha256>    a manifest, by its own SHA-256
#pragma once

#include <string>
#include <vector>

#include "support/manifest.h"
#include "support/object_store.h"
#include "support/result.h"

namespace fastnode::release {

struct PublishedVersion {
  std::string manifest_sha256;  // the version is its first 12 digits
  std::string manifest_bytes;
  Manifest manifest;
  bool current = false;  // what the name points to
};

std::string PointerKey(const std::string& name);
std::string VersionKey(const std::string& name, const std::string& manifest_sha256);

// Sorted by SHA-256. Errors: the store, nothing under that name, a damaged manifest.
Result<std::vector<PublishedVersion>> ListPublished(ObjectStore& store, const std::string& name);

// The version whose SHA-256 begins with `version`; "": the current one. Errors list the versions
// that there are.
Result<PublishedVersion> FindPublished(ObjectStore& store, const std::string& name,
                                       const std::string& version);

// One line per version: name, version, whether it is current, size, and what it was made from.
std::string PrintPublished(const std::vector<PublishedVersion>& versions);

}  // namespace fastnode::release
