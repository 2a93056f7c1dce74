// Drawing samples into a folder of shards: what `fastnode datagen` does.
#pragma once

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
  int part = 0, parts = 1;  // of the range's shards every `parts`-th, from the `part`-th on
  int num_threads = 2;
  // Called with each file of the part that is whole, session.json first. Its error ends the work.
  std::function<Status(const std::string& path)> whole;
};

struct GenerateReport {
  int64_t made = 0;      // shards drawn
  int64_t present = 0;   // shards that were whole already
  int64_t repaired = 0;  // of `made`: shards that were there, damaged
  int64_t samples = 0;   // drawn
  uint64_t bytes = 0;    // of all shards of the part, on disk
};

// `draw`: thread-safe, as draw::Drawer::Draw. Killed at any moment and started again, it goes on
// where it was. Errors: another session's folder, a draw that fails, a full disk; finished shards
// stay.
Result<GenerateReport> Generate(const GenerateOptions& options,
                                const std::function<Result<pack::Sample>(int64_t)>& draw);

}  // namespace fastnode::record
