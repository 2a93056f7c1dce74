// Places that samples come from: a folder on this or another host, or an S3-compatible store,
// filled by `fastnode datagen`.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "support/result.h"

namespace fastnode::sync {

// Paths are relative to the place: "train/000000000000-000000000100.shard". One thread at a time.
class Place {
 public:
  virtual ~Place() = default;

  // Those of `paths` that are there, in the same order. A store may name only the first ones.
  virtual Result<std::vector<std::string>> Find(const std::vector<std::string>& paths) = 0;

  // Copies them below the folder `into`. What arrives may be damaged, and some may be missing.
  virtual Status Fetch(const std::vector<std::string>& paths, const std::string& into) = 0;
};

// "host:folder" and "user@host:folder" (rsync over RSYNC_RSH, by default ssh), "/folder",
// "s3://bucket/prefix" (AWS_*, support/object_store.h). The place is not asked anything yet. `stop`
// ends what is asked later. Errors: not a kind of place, a file of this machine in the folder's
// way, no keys.
Result<std::unique_ptr<Place>> OpenPlace(const std::string& name, const std::atomic<bool>* stop);

}  // namespace fastnode::sync
