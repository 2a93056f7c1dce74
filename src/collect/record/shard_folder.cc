#include "collect/record/shard_folder.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace fastnode::record {
namespace {

constexpr uint64_t kMaxSessionBytes = 1u << 20;
constexpr const char* kSessionFile = "/session.json";

// What two sessions differ in, or "".
std::string Difference(const ShardSession& a, const ShardSession& b) {
  if (a.dataset_id != b.dataset_id) return "its dataset is " + a.dataset_id;
  if (a.metainfo_hash != b.metainfo_hash) return "it was made with another metainfo";
  if (a.session != b.session) return "its configuration is " + a.session;
  return "";
}

const ShardRange* FindShard(const std::vector<ShardRange>& shards, int64_t k) {
  auto after = std::upper_bound(shards.begin(), shards.end(), k,
                                [](int64_t at, const ShardRange& s) { return at < s.begin; });
  if (after == shards.begin()) return nullptr;
  const ShardRange& shard = *std::prev(after);
  return k < shard.end ? &shard : nullptr;
}

}  // namespace

Result<std::vector<ShardRange>> ListShards(const std::string& folder) {
  std::vector<ShardRange> shards;
  std::error_code error;
  std::filesystem::directory_iterator files(folder, error);
  if (error) return Error{folder + ": " + error.message()};
  for (const std::filesystem::directory_entry& file : files) {
    ShardRange range;
    if (ParseShardName(file.path().filename().string(), range)) shards.push_back(range);
  }
  std::sort(shards.begin(), shards.end(), [](const ShardRange& a, const ShardRange& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  auto same_begin = [](const ShardRange& a, const ShardRange& b) { return a.begin == b.begin; };
  shards.erase(std::unique(shards.begin(), shards.end(), same_begin), shards.end());
  return shards;
}

Result<std::optional<ShardSession>> ReadShardSession(const std::string& folder) {
  const std::string path = folder + kSessionFile;
  if (!PathExists(path)) return std::optional<ShardSession>();
  Result<std::string> bytes = ReadFile(path, kMaxSessionBytes);
  if (!bytes.ok()) return bytes.error();
  Result<Json> json = ParseJson(*bytes);
  if (!json.ok()) return json.error().Context(path);
  Result<ShardSession> session = ShardSessionFromJson(*json);
  if (!session.ok()) return session.error().Context(path);
  return std::optional<ShardSession>(*std::move(session));
}

Status EnterShardFolder(const std::string& folder, const ShardSession& session) {
  if (Status made = MakeFolders(folder); !made.ok()) return made;
  Result<std::optional<ShardSession>> there = ReadShardSession(folder);
  if (!there.ok()) return there.error();
  if (!there->has_value()) {
    // Who comes second writes the same bytes.
    return WriteFileAtomic(folder + kSessionFile, PrintJson(ToJson(session), 2) + "\n");
  }
  if (**there == session) return {};
  std::string difference = Difference(**there, session);
  if (difference.empty()) difference = "its shards are of another length or compression";
  return Error{folder + " holds other samples (" + difference +
               "); give another folder or remove this one"};
}

ShardSampleSource::ShardSampleSource(std::string folder, ShardSession session,
                                     std::vector<ShardRange> shards, int32_t name_rows,
                                     int32_t type_rows)
    : folder_(std::move(folder)),
      session_(std::move(session)),
      shards_(std::move(shards)),
      name_rows_(name_rows),
      type_rows_(type_rows) {}

Result<std::unique_ptr<ShardSampleSource>> ShardSampleSource::Open(const std::string& folder,
                                                                   const ShardSession& session,
                                                                   ShardRange needed,
                                                                   int32_t name_rows,
                                                                   int32_t type_rows) {
  Result<std::optional<ShardSession>> there = ReadShardSession(folder);
  if (!there.ok()) return there.error();
  if (!there->has_value()) {
    return Error{folder + ": no samples there; 'fastnode datagen' makes them"};
  }
  std::string difference = Difference(**there, session);
  if (!difference.empty()) {
    return Error{folder + " holds other samples than are wanted: " + difference + ", not " +
                 session.session + "; run datagen again, into another folder"};
  }
  Result<std::vector<ShardRange>> shards = ListShards(folder);
  if (!shards.ok()) return shards.error();
  for (int64_t k = needed.begin; k < needed.end;) {
    const ShardRange* shard = FindShard(*shards, k);
    if (shard == nullptr) {
      return Error{folder + ": sample " + std::to_string(k) + " of " +
                   std::to_string(needed.begin) + " to " + std::to_string(needed.end - 1) +
                   " is missing; run datagen for that range"};
    }
    k = shard->end;
  }
  return std::unique_ptr<ShardSampleSource>(
      new ShardSampleSource(folder, **there, *std::move(shards), name_rows, type_rows));
}

Result<pack::Sample> ShardSampleSource::Get(int64_t k) {
  if (!open_.has_value() || k < open_->range().begin || k >= open_->range().end) {
    const ShardRange* shard = FindShard(shards_, k);
    if (shard == nullptr) {
      return Error{folder_ + ": sample " + std::to_string(k) + " is missing"};
    }
    Result<ShardReader> reader = ShardReader::Open(folder_ + "/" + ShardName(*shard));
    if (!reader.ok()) {
      return Error{reader.error().message + "; run datagen again: it makes damaged shards anew"};
    }
    if (reader->session() != session_) {
      return Error{folder_ + "/" + ShardName(*shard) + ": not of this folder's session"};
    }
    open_.emplace(*std::move(reader));
  }
  Result<pack::Sample> sample = open_->Get(k, name_rows_, type_rows_);
  if (!sample.ok()) return sample.error().Context(folder_ + ": sample " + std::to_string(k));
  return sample;
}

}  // namespace fastnode::record
