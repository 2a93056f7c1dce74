// Brings a published release to this machine and checks every byte against its manifest.
#pragma once

#include <string>

#include "support/result.h"

namespace fastnode::release {

struct InstallOptions {
  std::string name;     // of the release
  std::string from;     // file:///folder or s3://bucket/prefix
  std::string to;       // folder of models
  std::string version;  // the first digits of one; "": what the name points to now
};

struct InstallOutcome {
  std::string version;  // as the registry and PrintInstallable show it
  std::string folder;  // TO/NAME/VERSION, VERSION the first 12 characters of the manifest's SHA-256
  bool present = false;  // it was there already, and whole
};

// Versions are kept side by side. Errors, which leave nothing behind: the store, no such release,
// an object that is missing or damaged.
Result<InstallOutcome> Install(const InstallOptions& options);

// The versions of the name that `from` has, one line each.
Result<std::string> PrintInstallable(const std::string& from, const std::string& name);

}  // namespace fastnode::release
