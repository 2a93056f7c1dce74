// The door of release: publishes a release folder. Files go under <to>/objects/<sha256>, each once
// whatever release it belongs to, the manifest too; then, last and at one blow,
// <to>/<name>/manifest.json is set to it. Who reads that file finds everything it names; what stood
// there before is still among the objects.
#pragma once

#include <cstdint>
#include <string>

#include "support/result.h"

namespace fastnode::release {

struct UploadOptions {
  std::string release;     // folder
  std::string validation;  // validation.json: must hold a passing verdict on this very release
  std::string to;          // file:///folder or s3://bucket/prefix
};

struct UploadOutcome {
  std::string location;  // of the published manifest
  int64_t objects_copied = 0;
  int64_t objects_present = 0;
  uint64_t bytes_copied = 0;
};

// Keys of a store: an object by its hash, and the manifest that a release's name points to.
std::string ObjectKey(const std::string& sha256);
std::string PointerKey(const std::string& name);

// Errors, with nothing published: no verdict, a failed one, or one on another release or not on the
// test split; a file that does not match its manifest; a destination we do not know.
Result<UploadOutcome> Upload(const UploadOptions& options);

}  // namespace fastnode::release
