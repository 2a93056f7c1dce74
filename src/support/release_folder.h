// A release folder as its loader sees it: nothing of it is used that is not, byte for byte, what
// its manifest names.
#pragma once

#include <string>

#include "support/file.h"
#include "support/manifest.h"
#include "support/result.h"

namespace fastnode {

class ReleaseFolder {
 public:
  // Reads the manifest. Errors: there is none, or it is damaged.
  static Result<ReleaseFolder> Open(const std::string& folder);

  // The file, in memory: what was hashed is what the caller gets. Errors name the file and what to
  // do: it is missing, not in the manifest, or has other bytes than the manifest says.
  Result<MappedFile> Map(const std::string& name) const;

  std::string PathOf(const std::string& name) const { return folder_ + "/" + name; }

 private:
  ReleaseFolder(std::string folder, Manifest manifest)
      : folder_(std::move(folder)), manifest_(std::move(manifest)) {}

  std::string folder_;
  Manifest manifest_;
};

}  // namespace fastnode
