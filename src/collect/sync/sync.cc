// One thread per place brings shards, and the main thread takes used ones away. A shard first
// arrives in a folder that no reader looks at; it is opened, checked against the session, and only
// then written under its name. Two places never bring the same shard at once: each claims what it
// fetches. All state is files, so any party may be killed at any moment; sync_test.cc and
// tests/slow do so.
#include "collect/sync/sync.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "collect/record/shard_folder.h"
#include "collect/sync/patience.h"
#include "collect/sync/place.h"
#include "collect/sync/wanted.h"
#include "support/file.h"
#include "support/file_lock.h"

namespace fastnode::sync {
namespace {

constexpr size_t kFetchAtOnce =
    4;  // shards; few, so that another place may bring what this one is late with
constexpr double kLongestPauseSeconds = 60;
constexpr const char* kSessionFile = "session.json";

// One of the folder's two parts.
struct Part {
  std::string name;
  record::ShardRange samples;
  bool windowed;  // what is wanted depends on the reader's marks
};

class Syncer {
 public:
  explicit Syncer(const SyncOptions& options)
      : options_(options),
        parts_{{"validation", {0, options.validation_samples}, false},
               {"train", {0, options.samples}, true}},
        patience_(options.from, options.wait_seconds) {}

  Result<SyncReport> Run() {
    Status made = MakeFolders(options_.to);
    if (!made.ok()) return made.error();
    Result<FileLock> lock = FileLock::Take(options_.to + "/sync.lock");
    if (!lock.ok()) return lock.error();
    std::vector<std::unique_ptr<Place>> places;
    for (const std::string& name : options_.from) {
      Result<std::unique_ptr<Place>> place = OpenPlace(name, &ending_);
      if (!place.ok()) return place.error();
      places.push_back(*std::move(place));
    }
    RemoveIncoming();  // of a process that was killed
    std::vector<std::thread> threads;
    for (size_t i = 0; i < places.size(); ++i) {
      threads.emplace_back([this, i, &places] { Serve(i, *places[i]); });
    }
    KeepHouse();
    ending_ = true;
    changed_.notify_all();
    for (std::thread& thread : threads) thread.join();
    RemoveIncoming();
    if (failed_.has_value()) return *failed_;
    return report_;
  }

 private:
  std::string FolderOf(const Part& part) const { return options_.to + "/" + part.name; }

  // Where files arrive before they are checked. Each place of each process has a folder of its own,
  // because the copying program of a killed process may write on for a moment.
  std::string Incoming() const { return options_.to + "/incoming"; }

  // What cannot be removed, because somebody still writes there, is removed by the next process.
  void RemoveIncoming() const {
    std::error_code ignored;
    std::filesystem::remove_all(Incoming(), ignored);
  }

  bool Ending() const { return ending_ || (options_.stop != nullptr && options_.stop->load()); }

  // ---- A place's thread ----

  void Serve(size_t number, Place& place) {
    const std::string incoming =
        Incoming() + "/" + std::to_string(getpid()) + "." + std::to_string(number);
    double pause = options_.poll_seconds;
    while (!Ending()) {
      Result<Round> round = Bring(place, incoming);
      if (round.ok()) {
        patience_.Note(number, round->begun ? "" : "has no samples yet, or is not there");
        pause = options_.poll_seconds;
        if (round->brought > 0) continue;
      } else if (!Ending()) {
        patience_.Note(number, round.error().message);
        pause = std::min(2 * pause, std::max(kLongestPauseSeconds, options_.poll_seconds));
      }
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, std::chrono::duration<double>(pause), [&] { return Ending(); });
    }
  }

  struct Round {
    bool begun = false;  // samples have been drawn there
    int64_t brought = 0;
  };

  Result<Round> Bring(Place& place, const std::string& incoming) {
    Round round;
    for (const Part& part : parts_) {
      Result<std::optional<record::ShardSession>> session = Enter(part, place, incoming);
      if (!session.ok()) return session.error();
      if (!session->has_value()) continue;
      round.begun = true;
      Result<std::vector<std::string>> wanted = Wanted(part, **session);
      if (!wanted.ok()) return wanted.error();
      if (wanted->empty()) continue;
      std::vector<std::string> paths;
      for (const std::string& name : *wanted) paths.push_back(part.name + "/" + name);
      Result<std::vector<std::string>> found = place.Find(paths);
      if (!found.ok()) return found.error();
      const std::vector<std::string> claimed = Claim(*found);
      if (claimed.empty()) continue;
      Status fetched = MakeFolders(incoming + "/" + part.name);
      if (fetched.ok()) fetched = place.Fetch(claimed, incoming);
      // Even if the place reports an error, some files may have come.
      for (const std::string& path : claimed) {
        round.brought += TakeIn(part, **session, path, incoming + "/" + path);
      }
      Release(claimed);
      if (!fetched.ok()) return fetched.error();
    }
    return round;
  }

  // The folder's session. The first place that has one gives it, and the others must have the same.
  Result<std::optional<record::ShardSession>> Enter(const Part& part, Place& place,
                                                    const std::string& incoming) {
    const std::string path = part.name + "/" + kSessionFile;
    Result<std::vector<std::string>> found = place.Find({path});
    if (!found.ok()) return found.error();
    if (found->empty()) return std::optional<record::ShardSession>();
    Status fetched = MakeFolders(incoming + "/" + part.name);
    if (fetched.ok()) fetched = place.Fetch({path}, incoming);
    if (!fetched.ok()) return fetched.error();
    Result<std::optional<record::ShardSession>> theirs =
        record::ReadShardSession(incoming + "/" + part.name);
    if (!theirs.ok()) return theirs.error();
    if (!theirs->has_value()) return theirs;
    std::lock_guard lock(mutex_);
    Status entered = record::EnterShardFolder(FolderOf(part), **theirs);
    if (!entered.ok()) return entered.error();
    return theirs;
  }

  Result<std::vector<std::string>> Wanted(const Part& part, const record::ShardSession& session) {
    Result<std::vector<record::ShardRange>> there = record::ListShards(FolderOf(part));
    if (!there.ok()) return there.error();
    Window window{part.samples, session.samples_per_shard};
    record::Marks marks;
    uint64_t bytes_ahead = 0;
    if (part.windowed) {
      window.ahead_files = options_.ahead_files;
      window.ahead_bytes = options_.ahead_bytes;
      marks = record::ReadMarks(FolderOf(part));
      for (const record::ShardRange& shard : *there) {
        if (shard.end > marks.reading) bytes_ahead += SizeOf(part, shard);
      }
    }
    return WantedShards(window, *there, marks, bytes_ahead);
  }

  uint64_t SizeOf(const Part& part, const record::ShardRange& shard) const {
    std::error_code error;
    const auto size =
        std::filesystem::file_size(FolderOf(part) + "/" + record::ShardName(shard), error);
    return error ? 0 : size;
  }

  // The first few that no other place is bringing.
  std::vector<std::string> Claim(const std::vector<std::string>& found) {
    std::lock_guard lock(mutex_);
    std::vector<std::string> claimed;
    for (const std::string& path : found) {
      if (claimed.size() == kFetchAtOnce) break;
      if (claimed_.insert(path).second) claimed.push_back(path);
    }
    return claimed;
  }

  void Release(const std::vector<std::string>& claimed) {
    std::lock_guard lock(mutex_);
    for (const std::string& path : claimed) claimed_.erase(path);
  }

  // Puts a whole shard of the session in place. Returns whether it did.
  bool TakeIn(const Part& part, const record::ShardSession& session, const std::string& path,
              const std::string& file) {
    if (!PathExists(file)) return false;
    Result<record::ShardReader> shard = record::ShardReader::Open(file);
    const bool whole = shard.ok() && shard->session() == session;
    std::lock_guard lock(mutex_);
    if (!whole) {
      std::error_code ignored;
      std::filesystem::remove(file, ignored);
      ++report_.damaged;
      Print(stderr,
            path + ": refused: " + (shard.ok() ? "from another session" : shard.error().message));
      return false;
    }
    const std::string name = record::ShardName(shard->range());
    std::error_code error;
    const uint64_t size = std::filesystem::file_size(file, error);
    // If another place has brought it meanwhile, that copy is the same. It may even have been used
    // and taken away since this place was asked.
    const bool used = part.windowed && !options_.keep &&
                      shard->range().end <= record::ReadMarks(FolderOf(part)).done;
    if (used || PathExists(FolderOf(part) + "/" + name)) {
      std::filesystem::remove(file, error);
      return false;
    }
    Result<std::string> bytes = ReadFile(file);
    Status placed =
        bytes.ok() ? WriteFileAtomic(FolderOf(part) + "/" + name, *bytes) : Status(bytes.error());
    if (!placed.ok()) {
      if (!failed_.has_value()) failed_ = placed.error();
      ending_ = true;
      return false;
    }
    std::filesystem::remove(file, error);
    ++report_.brought;
    patience_.BeginAnew();
    report_.bytes += size;
    Print(stdout, "brought " + part.name + "/" + name);
    return true;
  }

  // ---- The main thread ----

  // Takes used shards away until everything is done, or it is told to end.
  void KeepHouse() {
    bool was_unused = false;  // a reader already at the end may still begin anew
    while (!Ending()) {
      bool has_all = true;
      for (const Part& part : parts_) {
        Result<std::vector<record::ShardRange>> there = record::ListShards(FolderOf(part));
        const record::Marks marks =
            part.windowed ? record::ReadMarks(FolderOf(part)) : record::Marks{};
        has_all = has_all && there.ok() && HasAll(part.samples, marks.done, *there);
        if (!part.windowed) continue;
        was_unused = was_unused || marks.done < part.samples.end;
        if (!options_.keep && there.ok()) TakeAway(part, *there, marks.done);
        if (!options_.keep) has_all = has_all && marks.done >= part.samples.end;
      }
      if (has_all && was_unused) {
        report_.complete = true;
        return;
      }
      if (GivesUp()) return;
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, std::chrono::milliseconds(200), [&] { return Ending(); });
    }
  }

  bool IsLacking(const Part& part) {
    Result<std::optional<record::ShardSession>> session = record::ReadShardSession(FolderOf(part));
    if (!session.ok() || !session->has_value()) return part.samples.begin < part.samples.end;
    Result<std::vector<std::string>> wanted = Wanted(part, **session);
    return !wanted.ok() || !wanted->empty();
  }

  // Whether a wanted sample has been missing for too long.
  bool GivesUp() {
    if (!std::any_of(parts_.begin(), parts_.end(),
                     [&](const Part& part) { return IsLacking(part); })) {
      patience_.BeginAnew();
    }
    std::optional<Error> ended = patience_.Ended();
    if (!ended.has_value()) return false;
    std::lock_guard lock(mutex_);
    if (!failed_.has_value()) failed_ = ended;
    return true;
  }

  void TakeAway(const Part& part, const std::vector<record::ShardRange>& there, int64_t done) {
    for (const record::ShardRange& shard : there) {
      if (shard.end > done) continue;
      const std::string name = record::ShardName(shard);
      if (!RemoveFile(FolderOf(part) + "/" + name).ok()) continue;
      std::lock_guard lock(mutex_);
      ++report_.used;
      Print(stdout, "used " + part.name + "/" + name);
    }
  }

  void Print(std::FILE* to, const std::string& line) {
    std::fprintf(to, "sync: %s\n", line.c_str());
    std::fflush(to);
  }

  const SyncOptions& options_;
  const std::vector<Part> parts_;
  Patience patience_;
  std::atomic<bool> ending_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::string> claimed_;
  SyncReport report_;
  std::optional<Error> failed_;
};

}  // namespace

Result<SyncReport> Sync(const SyncOptions& options) { return Syncer(options).Run(); }

}  // namespace fastnode::sync
