// Which shards a folder lacks, and which of them may be brought now.
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

// Names of shards to look for, the first that lacks first: at most `ahead_files` from the one on
// that the reader is at; none beyond the first while `bytes_ahead`, what is there and not yet read,
// has reached the limit. Of the last shard, its name as part of a longer session as well. `there`:
// as of ListShards.
std::vector<std::string> WantedShards(const Window& window,
                                      const std::vector<record::ShardRange>& there,
                                      const record::Marks& marks, uint64_t bytes_ahead);

// Whether every sample of `samples` from `done` on stands in one of `there`.
bool HasAll(record::ShardRange samples, int64_t done, const std::vector<record::ShardRange>& there);

}  // namespace fastnode::sync
