// What the files of a project use, read once for all of them: the part of each is kept, so that it
// can be taken off when a completion is asked for in that very file.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "analyze/types/imports/library.h"
#include "collect/corpus/usage.h"
#include "predict/usage_cache.h"
#include "support/result.h"

namespace fastnode::predict {

// Told how many of the files are read; false: stop.
using ReadProgress = std::function<bool(size_t files, size_t of)>;

class ProjectUsage {
 public:
  // Of the Python files under `root`, of a large project in part: the first 3,000 in the order of
  // their paths, 32 MB of text. `cache`: where files that were read before are looked for; the
  // usage is the same with it. Errors: no such folder; stopped.
  static Result<ProjectUsage> Read(const std::string& root, const types::Library& library,
                                   UsageCache* cache = nullptr,
                                   const ReadProgress& progress = nullptr);

  const corpus::UsageTable& table() const { return table_; }
  // The part of the file at `path`, as it was read; null if it was not.
  std::shared_ptr<const corpus::FileUsage> PartOf(const std::string& path) const;

 private:
  corpus::UsageTable table_;
  std::map<std::string, std::string> parts_;  // encoded, by canonical path
};

}  // namespace fastnode::predict
