// The reader's mark decides. A window of files begins at the shard it reads, and within it the
// missing shards are wanted, the nearest first. A limit in bytes cuts the window but never below
// one shard, so the reader cannot starve.
#include "collect/sync/wanted.h"

#include <algorithm>

namespace fastnode::sync {
namespace {

bool Covers(const std::vector<record::ShardRange>& there, const record::ShardRange& shard) {
  return std::any_of(there.begin(), there.end(), [&](const record::ShardRange& known) {
    return known.begin == shard.begin && known.end >= shard.end;
  });
}

}  // namespace

std::vector<std::string> WantedShards(const Window& window,
                                      const std::vector<record::ShardRange>& there,
                                      const record::Marks& marks, uint64_t bytes_ahead) {
  const int64_t length = window.samples_per_shard;
  std::vector<std::string> wanted;
  const int64_t reading = std::max({marks.reading, marks.done, window.samples.begin});
  const int64_t at = reading - reading % length;
  for (int64_t file = 0; file < window.ahead_files; ++file) {
    const int64_t begin = at + file * length;
    if (begin >= window.samples.end) break;
    const record::ShardRange shard = {begin, std::min(begin + length, window.samples.end)};
    if (Covers(there, shard)) continue;
    wanted.push_back(record::ShardName(shard));
    if (shard.end < begin + length) wanted.push_back(record::ShardName({begin, begin + length}));
    if (bytes_ahead >= window.ahead_bytes) break;
  }
  return wanted;
}

bool HasAll(record::ShardRange samples, int64_t done,
            const std::vector<record::ShardRange>& there) {
  int64_t next = std::max(samples.begin, done);
  for (const record::ShardRange& shard : there) {
    if (shard.begin <= next && next < shard.end) next = shard.end;
  }
  return next >= samples.end;
}

}  // namespace fastnode::sync
