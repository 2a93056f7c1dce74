// A folder of shards of one session (docs/formats/record.md): its files and its samples.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collect/draw/sample_source.h"
#include "collect/record/shard.h"
#include "support/result.h"

namespace fastnode::record {

// Shards by their names, sorted by begin. Of several with the same begin, only the longest.
Result<std::vector<ShardRange>> ListShards(const std::string& folder);

std::string SessionPath(const std::string& folder);  // of its session.json

// The folder's session.json; nullopt: there is none.
Result<std::optional<ShardSession>> ReadShardSession(const std::string& folder);

// Makes the folder and its session.json. If there is one already, it must be the same. Errors name
// what differs.
Status EnterShardFolder(const std::string& folder, const ShardSession& session);

// How far the reader of a folder is, kept on disk beside the shards. Sync (collect/sync/) reads it
// to know what to bring and what to take away. The reader is at sample `reading`; all samples
// before `done` are in a checkpoint.
struct Marks {
  int64_t reading = 0, done = 0;
};
Marks ReadMarks(const std::string& folder);  // 0 for a mark that is missing or damaged
enum class Mark { kReading, kDone };
Status WriteMark(const std::string& folder, Mark mark, int64_t sample);

// Samples of a folder. Shards are verified when they are opened; the last few stay open.
// Thread-safe.
class ShardSampleSource : public draw::SampleSource {
 public:
  struct Wait {
    double seconds = 0;                       // at most, for each sample; 0: all must be there
    const std::atomic<bool>* stop = nullptr;  // set from outside: an error, at once
  };

  // `session`: what the reader would have drawn (samples_per_shard and compression are the folder's
  // own). With `wait`, somebody brings the samples while they are read: missing samples of `needed`
  // are waited for, which is said on stderr, and marks are left. Errors: another session's folder,
  // samples of `needed` that are in no shard. They name the remedy.
  static Result<std::unique_ptr<ShardSampleSource>> Open(const std::string& folder,
                                                         const ShardSession& session,
                                                         ShardRange needed, int32_t name_rows,
                                                         int32_t type_rows, Wait wait);
  static Result<std::unique_ptr<ShardSampleSource>> Open(const std::string& folder,
                                                         const ShardSession& session,
                                                         ShardRange needed, int32_t name_rows,
                                                         int32_t type_rows) {
    return Open(folder, session, needed, name_rows, type_rows, Wait());
  }

  Result<pack::Sample> Get(int64_t k) override;
  int32_t max_callers() const override { return std::numeric_limits<int32_t>::max(); }
  void Interrupt() override { interrupted_ = true; }

 private:
  ShardSampleSource(std::string folder, ShardSession session, std::vector<ShardRange> shards,
                    ShardRange needed, int32_t name_rows, int32_t type_rows, Wait wait);
  using Reader = std::shared_ptr<const ShardReader>;
  Result<Reader> ReaderOf(int64_t k);
  // With the mutex held:
  Result<Reader> FindReader(int64_t k);  // null: no shard has it yet
  Result<Reader> Open(const ShardRange& shard);

  const std::string folder_;
  const ShardSession session_;
  const ShardRange needed_;
  const int32_t name_rows_, type_rows_;
  const Wait wait_;
  std::atomic<bool> interrupted_ = false;
  std::mutex mutex_;
  std::vector<ShardRange> shards_;
  std::deque<Reader> open_;            // what was opened last first
  std::multiset<int64_t> being_read_;  // the mark stays at the first of them
};

}  // namespace fastnode::record
