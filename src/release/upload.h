// The door of release: publishes a release folder. Files and the manifest go under
// <to>/objects/<sha256>, each once however many releases have it. Then the manifest is added to the
// versions of the name (published.h). Last, and in one step, <to>/<name>/manifest.json is set to
// it. A reader of that file finds everything that it names, and what was there before is still
// there as a version.
#pragma once

#include <cstdint>
#include <string>

#include "support/result.h"

namespace fastnode::release {

struct UploadOptions {
  std::string release;     // folder
  std::string validation;  // validation.json: must have a passing verdict on this very release
  std::string to;          // file:///folder or s3://bucket/prefix
};

struct UploadOutcome {
  std::string name, version;    // as install and the registry call the release
  std::string manifest_sha256;  // the version is its first digits
  std::string location;         // of the published manifest
  int64_t objects_copied = 0;
  int64_t objects_present = 0;
  uint64_t bytes_copied = 0;
};

// The key of an object by its hash.
std::string ObjectKey(const std::string& sha256);

// Errors, with nothing published: no verdict, a failed one, or one on another release or not on the
// test split; a file that does not match its manifest; a destination we do not know.
Result<UploadOutcome> Upload(const UploadOptions& options);

}  // namespace fastnode::release
