// Shards: ranges of a session's samples in files (docs/formats/record.md).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "collect/pack/sample.h"
#include "support/file.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::record {

// What all shards of a folder have in common.
struct ShardSession {
  std::string dataset_id;
  std::string metainfo_hash;  // SHA-256 of the metainfo's bytes
  std::string session;        // JSON of the session's configuration, as PrintJson writes it
  int64_t samples_per_shard = 100;
  bool compressed = true;
  bool operator==(const ShardSession&) const = default;
};
Json ToJson(const ShardSession& session);
Result<ShardSession> ShardSessionFromJson(const Json& json);

// Samples [begin, end).
struct ShardRange {
  int64_t begin = 0, end = 0;
  auto operator<=>(const ShardRange&) const = default;
};

std::string ShardName(const ShardRange& range);  // "000000000100-000000000200.shard"
bool ParseShardName(std::string_view name, ShardRange& range);

// The bytes of a pack::PackedSample as they stand in its record of a shard.
std::string MakeRecord(const ShardSession& session, std::string packed);

// Collects the samples of one shard, in order, and writes the file at once.
class ShardWriter {
 public:
  ShardWriter(const ShardSession& session, ShardRange range);

  void Add(const std::string& record);  // of MakeRecord

  // `folder`/ShardName, atomically. CHECKs that all samples of the range were added.
  Status Write(const std::string& folder) const;

 private:
  const ShardRange range_;
  std::vector<std::string> records_;  // with their frames; the header first
};

// One shard, mapped into memory. Thread-compatible.
class ShardReader {
 public:
  // Checks framing, checksums and header. Errors name the file and say what is wrong.
  static Result<ShardReader> Open(const std::string& path);

  const ShardSession& session() const { return session_; }
  const ShardRange& range() const { return range_; }

  // Sample k of the session, which must be in the range. Errors: as of DecodePacked.
  Result<pack::Sample> Get(int64_t k, int32_t name_rows, int32_t type_rows) const;

 private:
  explicit ShardReader(MappedFile file) : file_(std::move(file)) {}
  Status Read();

  MappedFile file_;
  ShardSession session_;
  ShardRange range_;
  std::vector<std::string_view> records_;  // of the samples
};

}  // namespace fastnode::record
