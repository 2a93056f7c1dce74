#include "tool/version.h"

#include <fmt/format.h>

#include "commit_generated.h"
#include "support/build_id.h"
#include "version_generated.h"

namespace fastnode::tool {

std::string VersionLine() {
  const std::string commit = kCommit;
  return fmt::format("fastnode {} ({}, build {})", kVersion,
                     commit.empty() ? "commit unknown: built without git" : "commit " + commit,
                     BuildId());
}

}  // namespace fastnode::tool
