// Which shards are missing in a folder, and which of them may be brought now.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "collect/record/shard.h"
#include "collect/record/shard_folder.h"
#include "support/result.h"

namespace fastnode::sync {

struct Window {
  record::ShardRange samples;  // all that are wanted
  int64_t samples_per_shard = 100;
  int64_t ahead_files = INT64_MAX;
  uint64_t ahead_bytes = UINT64_MAX;
};

// Names of shards to look for, the first missing one first. It looks at `ahead_files` shards from
// the reader's shard on; once `bytes_ahead`, what is there and not yet read, has reached its limit,
// only at the first missing one. The last shard is also named as part of a longer session. `there`:
// from ListShards.
std::vector<std::string> WantedShards(const Window& window,
                                      const std::vector<record::ShardRange>& there,
                                      const record::Marks& marks, uint64_t bytes_ahead);

// Whether every sample of `samples` from `done` on is in one of the shards `there`.
bool HasAll(record::ShardRange samples, int64_t done, const std::vector<record::ShardRange>& there);

}  // namespace fastnode::sync
