// Drawing samples into a folder of shards: what `fastnode datagen` does.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "collect/record/shard.h"
#include "support/result.h"

namespace fastnode::record {

struct GenerateOptions {
  std::string folder;
  ShardSession session;
  ShardRange range;         // begins at a multiple of session.samples_per_shard
  int part = 0, parts = 1;  // draws every `parts`-th shard of the range, from the `part`-th on
  // Whether a shard can be drawn here; unset: all can. The others are passed over, and counted.
  std::function<bool(const ShardRange& shard)> takes;
  int num_threads = 2;
  // Called with each file of the part that is missing, session.json first: it may put the file
  // there from elsewhere. A shard that is whole then is not drawn. Its error ends the work.
  std::function<Status(const std::string& path)> bring;
  // Called with each file of the part once it is whole, session.json first. `drawn`: just now. Its
  // error ends the work.
  std::function<Status(const std::string& path, bool drawn)> whole;
  const std::atomic<bool>* stop = nullptr;  // set from outside: an error, after the sample in hand
  // Samples [i * n, (i + 1) * n) are cheapest one after the other: a thread takes them all.
  int64_t samples_together = 1;
};

struct GenerateReport {
  int64_t made = 0;        // shards drawn
  int64_t present = 0;     // shards that were whole already
  uint64_t elsewhere = 0;  // passed over
  int64_t repaired = 0;    // those of `made` that were there, but damaged
  int64_t samples = 0;     // drawn
  uint64_t bytes = 0;      // of all shards of the part, on disk
};

// `draw`: thread-safe, gives the bytes of a pack::PackedSample. It may be killed at any moment;
// started again, it goes on where it was. Errors: another session's folder, a draw that fails, a
// full disk. Finished shards stay.
Result<GenerateReport> Generate(const GenerateOptions& options,
                                const std::function<Result<std::string>(int64_t)>& draw);

}  // namespace fastnode::record
