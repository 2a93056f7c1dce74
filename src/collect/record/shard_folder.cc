// A folder may be filled while it is read: by datagen, or by sync from elsewhere. The reader looks
// for the shard with its next sample, waits for it if it may, and writes down where it reads (a
// mark with a hash, so that a torn write reads as 0). Samples are the same whoever brought them,
// because draw k depends on k alone.
#include "collect/record/shard_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <utility>

#include "support/hash.h"
#include "support/patience.h"

namespace fastnode::record {
namespace {

// As many as threads may read in at once, about: each is of some megabytes, and verified when
// opened.
constexpr size_t kMaxOpen = 8;
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

constexpr const char* kMarkFiles[] = {"/reading", "/done"};  // by Mark

std::string MarkText(int64_t sample) {
  const std::string digits = std::to_string(sample);
  return fmt::format("{} {:016x}\n", digits, Hash64(digits));
}

int64_t ReadMark(const std::string& folder, Mark mark) {
  Result<std::string> text = ReadFile(folder + kMarkFiles[static_cast<int>(mark)], 100);
  if (!text.ok()) return 0;
  int64_t sample = 0;
  std::from_chars(text->data(), text->data() + text->size(), sample);
  return sample >= 0 && *text == MarkText(sample) ? sample : 0;
}

Patience PatienceFor(const ShardSampleSource::Wait& wait) {
  return Patience(wait.seconds, [stop = wait.stop] { return stop != nullptr && *stop; });
}

std::string WaitingFor(const std::string& what) {
  return "waiting for " + what + ": 'fastnode sync' (make sync) brings it";
}

}  // namespace

Marks ReadMarks(const std::string& folder) {
  return {ReadMark(folder, Mark::kReading), ReadMark(folder, Mark::kDone)};
}

Status WriteMark(const std::string& folder, Mark mark, int64_t sample) {
  return WriteFileAtomic(folder + kMarkFiles[static_cast<int>(mark)], MarkText(sample));
}

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

std::string SessionPath(const std::string& folder) { return folder + kSessionFile; }

Result<std::optional<ShardSession>> ReadShardSession(const std::string& folder) {
  const std::string path = SessionPath(folder);
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
  if (Status made = MakeFolders(folder); !made.ok()) return made.error();
  Result<std::optional<ShardSession>> there = ReadShardSession(folder);
  if (!there.ok()) return there.error();
  if (!there->has_value()) {
    // Two processes may get here at once; both write the same bytes.
    return WriteFileAtomic(SessionPath(folder), PrintJson(ToJson(session), 2) + "\n");
  }
  if (**there == session) return {};
  std::string difference = Difference(**there, session);
  if (difference.empty()) difference = "its shards have another length or compression";
  return Error{folder + " holds other samples (" + difference +
               "); give another folder or remove this one"};
}

ShardSampleSource::ShardSampleSource(std::string folder, ShardSession session,
                                     std::vector<ShardRange> shards, ShardRange needed,
                                     int32_t name_rows, int32_t type_rows, Wait wait)
    : folder_(std::move(folder)),
      session_(std::move(session)),
      needed_(needed),
      name_rows_(name_rows),
      type_rows_(type_rows),
      wait_(wait),
      shards_(std::move(shards)) {}

Result<std::unique_ptr<ShardSampleSource>> ShardSampleSource::Open(const std::string& folder,
                                                                   const ShardSession& session,
                                                                   ShardRange needed,
                                                                   int32_t name_rows,
                                                                   int32_t type_rows, Wait wait) {
  Result<std::optional<ShardSession>> there = ReadShardSession(folder);
  Patience patience = PatienceFor(wait);
  const std::string waiting = WaitingFor("the samples of " + folder);
  while (there.ok() && !there->has_value() && patience.Wait(waiting)) {
    there = ReadShardSession(folder);
  }
  if (!there.ok()) return there.error();
  if (!there->has_value()) {
    return Error{folder + ": no samples; " +
                 (wait.seconds > 0 ? "is 'fastnode sync' running, and do its places answer?"
                                   : "'fastnode datagen' makes them")};
  }
  std::string difference = Difference(**there, session);
  if (!difference.empty()) {
    return Error{folder + " holds other samples than those wanted: " + difference + ", not " +
                 session.session + "; run datagen again, into another folder"};
  }
  Result<std::vector<ShardRange>> shards = ListShards(folder);
  if (!shards.ok()) return shards.error();
  for (int64_t k = needed.begin; k < needed.end && wait.seconds <= 0;) {
    const ShardRange* shard = FindShard(*shards, k);
    if (shard == nullptr) {
      return Error{folder + ": sample " + std::to_string(k) + " of " +
                   std::to_string(needed.begin) + " to " + std::to_string(needed.end - 1) +
                   " is missing; run datagen for that range"};
    }
    k = shard->end;
  }
  return std::unique_ptr<ShardSampleSource>(new ShardSampleSource(
      folder, **there, *std::move(shards), needed, name_rows, type_rows, wait));
}

Result<ShardSampleSource::Reader> ShardSampleSource::Open(const ShardRange& shard) {
  const std::string path = folder_ + "/" + ShardName(shard);
  Result<ShardReader> reader = ShardReader::Open(path);
  if (!reader.ok()) {
    return Error{reader.error().message + "; run datagen again: it replaces damaged shards"};
  }
  if (reader->session() != session_) return Error{path + ": from another session than its folder"};
  open_.push_front(std::make_shared<const ShardReader>(*std::move(reader)));
  if (open_.size() > kMaxOpen) open_.pop_back();
  if (wait_.seconds > 0) {
    // What comes before the mark is brought no more.
    const Status marked = WriteMark(folder_, Mark::kReading, *being_read_.begin());
    if (!marked.ok()) return marked.error();
  }
  return open_.front();
}

Result<ShardSampleSource::Reader> ShardSampleSource::FindReader(int64_t k) {
  for (const Reader& reader : open_) {
    if (k >= reader->range().begin && k < reader->range().end) return reader;
  }
  const ShardRange* shard = FindShard(shards_, k);
  return shard != nullptr ? Open(*shard) : Result<Reader>(nullptr);
}

// That of the shard with sample k. Waits for it if it may, while others read what is there.
Result<ShardSampleSource::Reader> ShardSampleSource::ReaderOf(int64_t k) {
  const bool waits = wait_.seconds > 0 && k < needed_.end;  // a reader ahead asks for more
  Patience patience = PatienceFor(waits ? wait_ : Wait());
  const std::string waiting = WaitingFor("sample " + std::to_string(k) + " of " + folder_);
  while (true) {
    {
      std::lock_guard lock(mutex_);
      Result<Reader> found = FindReader(k);
      if (!found.ok() || *found != nullptr) return found;
    }
    if (interrupted_) return Error{"interrupted"};
    if (!patience.Wait(waiting)) break;
    Result<std::vector<ShardRange>> shards = ListShards(folder_);
    if (!shards.ok()) return shards.error();
    std::lock_guard lock(mutex_);
    shards_ = *std::move(shards);
  }
  const std::string missing = folder_ + ": sample " + std::to_string(k) + " is missing";
  if (!waits) return Error{missing};
  if (wait_.stop != nullptr && *wait_.stop) return Error{"interrupted"};
  return Error{missing + " after " + std::to_string(static_cast<int64_t>(wait_.seconds)) +
               " s; is 'fastnode sync' running, and is the sample being drawn? --continue goes on "
               "from the checkpoint"};
}

Result<pack::Sample> ShardSampleSource::Get(int64_t k) {
  {
    std::lock_guard lock(mutex_);
    being_read_.insert(k);
  }
  const Result<Reader> reader = ReaderOf(k);
  {
    std::lock_guard lock(mutex_);
    being_read_.erase(being_read_.find(k));
  }
  if (!reader.ok()) return reader.error();
  Result<pack::Sample> sample = (*reader)->Get(k, name_rows_, type_rows_);
  if (!sample.ok()) return sample.error().Context(folder_ + ": sample " + std::to_string(k));
  return sample;
}

}  // namespace fastnode::record
