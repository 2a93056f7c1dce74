// A folder of shards of one session (docs/formats/record.md): what stands in it, and its samples.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collect/draw/sample_source.h"
#include "collect/record/shard.h"
#include "support/result.h"

namespace fastnode::record {

// Shards by their names, sorted by begin; of several with the same begin the longest alone.
Result<std::vector<ShardRange>> ListShards(const std::string& folder);

// The folder's session.json; nullopt: there is none.
Result<std::optional<ShardSession>> ReadShardSession(const std::string& folder);

// Makes folder and session.json; one that is there must be the same. Errors name what differs.
Status EnterShardFolder(const std::string& folder, const ShardSession& session);

// Samples of a folder. Shards are opened one at a time and verified when they are.
class ShardSampleSource : public draw::SampleSource {
 public:
  // `session`: as the reader would have drawn (samples_a_shard and compression are the folder's
  // own). Errors: another session's folder, samples of [begin, end) that no shard has; they name
  // the remedy.
  static Result<std::unique_ptr<ShardSampleSource>> Open(const std::string& folder,
                                                         const ShardSession& session,
                                                         ShardRange needed, int32_t name_rows,
                                                         int32_t type_rows);

  Result<pack::Sample> Get(int64_t k) override;

 private:
  ShardSampleSource(std::string folder, ShardSession session, std::vector<ShardRange> shards,
                    int32_t name_rows, int32_t type_rows);

  const std::string folder_;
  const ShardSession session_;
  const std::vector<ShardRange> shards_;
  const int32_t name_rows_, type_rows_;
  std::optional<ShardReader> open_;
};

}  // namespace fastnode::record
