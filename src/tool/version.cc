#include "tool/version.h"

#include <fmt/format.h>

#include "commit_generated.h"
#include "support/build_id.h"
#include "version_generated.h"

namespace fastnode::tool {

namespace {

std::string Commit() {
  const std::string commit = kCommit;
  return commit.empty() ? "commit unknown: built without git" : "commit " + commit;
}

}  // namespace

std::string VersionLine() {
  return fmt::format("fastnode {} ({}, build {})", kVersion, Commit(), BuildId());
}

std::string ProgramAndCommit() { return fmt::format("fastnode {} ({})", kVersion, Commit()); }

}  // namespace fastnode::tool
