// The folder is the state. A shard that is there and whole is passed over, a damaged one is drawn
// again, and draw k depends on k alone; so a run that was killed goes on where it was and ends in
// the same bytes. A shard gets its final name only when it is complete. Threads draw rounds, of as
// many shards as it takes to keep them all at work. shard_test.cc holds it.
#include "collect/record/generate.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "collect/record/shard_folder.h"
#include "support/file.h"
#include "support/progress.h"
#include "support/workers.h"

namespace fastnode::record {
namespace {

constexpr std::chrono::hours kLeftover{1};

// Removes what killed processes left half-written. A young file is left: somebody may still be
// writing it.
void RemoveLeftovers(const std::string& folder) {
  std::error_code error;
  const auto now = std::filesystem::file_time_type::clock::now();
  for (const auto& file : std::filesystem::directory_iterator(folder, error)) {
    if (file.path().filename().string().find(".tmp.") == std::string::npos) continue;
    std::error_code ignored;
    if (now - file.last_write_time(ignored) > kLeftover && !ignored) {
      std::filesystem::remove(file.path(), ignored);
    }
  }
}

std::vector<ShardRange> ShardsOf(const GenerateOptions& options) {
  std::vector<ShardRange> shards;
  const int64_t length = options.session.samples_per_shard;
  int64_t number = 0;
  for (int64_t begin = options.range.begin; begin < options.range.end; begin += length, ++number) {
    if (number % options.parts != options.part) continue;
    shards.push_back({begin, std::min(begin + length, options.range.end)});
  }
  return shards;
}

class Generator {
 public:
  Generator(const GenerateOptions& options, const std::function<Result<std::string>(int64_t)>& draw)
      : options_(options), draw_(draw) {}

  Result<GenerateReport> Run() {
    // Samples of another session are refused here, wherever they are.
    if (Status brought = Bring(SessionPath(options_.folder)); !brought.ok()) return brought.error();
    if (Status entered = EnterShardFolder(options_.folder, options_.session); !entered.ok()) {
      return entered.error();
    }
    RemoveLeftovers(options_.folder);
    if (Status told = Tell(SessionPath(options_.folder), false); !told.ok()) return told.error();
    Result<std::vector<ShardRange>> there = ListShards(options_.folder);
    if (!there.ok()) return there.error();
    std::vector<ShardRange> shards = ShardsOf(options_);
    if (options_.takes) {
      report_.elsewhere =
          std::erase_if(shards, [&](const ShardRange& shard) { return !options_.takes(shard); });
    }
    int64_t samples = 0;
    for (const ShardRange& shard : shards) samples += shard.end - shard.begin;
    Progress progress("datagen " + options_.folder, static_cast<uint64_t>(samples), "samples");
    for (const ShardRange& shard : shards) {
      auto known = std::lower_bound(
          there->begin(), there->end(), shard,
          [](const ShardRange& a, const ShardRange& b) { return a.begin < b.begin; });
      const bool covered =
          known != there->end() && known->begin == shard.begin && known->end >= shard.end;
      // A damaged shard is replaced under its own name.
      const ShardRange& made = covered ? *known : shard;
      if (Status brought = Bring(PathOf(made)); !brought.ok()) return brought.error();
      const bool has_shorter = !covered && known != there->end() && known->begin == shard.begin;
      const std::optional<ShardRange> shorter = has_shorter ? std::optional(*known) : std::nullopt;
      Status done;
      if (PathExists(PathOf(made)) && IsWhole(made)) {
        ++report_.present;
        progress.Add(static_cast<uint64_t>(shard.end - shard.begin));
        done = Leave(made, shorter, false);
      } else {
        report_.repaired += covered;
        const bool is_enough = AddWork(made, shorter);
        if (is_enough) done = Make(progress);
      }
      if (!done.ok()) return done.error();
    }
    if (Status made = Make(progress); !made.ok()) return made.error();
    progress.Finish();
    return report_;
  }

 private:
  std::string PathOf(const ShardRange& shard) const {
    return options_.folder + "/" + ShardName(shard);
  }

  Status Bring(const std::string& path) const {
    return options_.bring && !PathExists(path) ? options_.bring(path) : Status();
  }

  Status Tell(const std::string& path, bool drawn) const {
    return options_.whole ? options_.whole(path, drawn) : Status();
  }

  bool IsToldToStop() const { return options_.stop != nullptr && options_.stop->load(); }

  bool IsWhole(const ShardRange& shard) const {
    Result<ShardReader> reader = ShardReader::Open(PathOf(shard));
    return reader.ok() && reader->session() == options_.session;
  }

  uint64_t SizeOf(const ShardRange& shard) const {
    std::error_code error;
    auto size = std::filesystem::file_size(PathOf(shard), error);
    return error ? 0 : size;
  }

  // Removes a shorter shard that the new one covers.
  void Remove(const ShardRange& shard) const {
    std::error_code ignored;
    std::filesystem::remove(PathOf(shard), ignored);
  }

  // A shard that is to be made, and a run of its draws for one thread.
  struct Unmade {
    ShardRange shard;
    std::optional<ShardRange> shorter;  // it replaces
    std::vector<std::string> records;
  };
  struct Work {
    size_t shard;  // in unmade_
    int64_t begin, end;
  };

  // Whether there is enough for all threads.
  bool AddWork(const ShardRange& shard, const std::optional<ShardRange>& shorter) {
    const int64_t together = options_.samples_together;
    for (int64_t i = shard.begin / together; i * together < shard.end; ++i) {
      work_.push_back({unmade_.size(), std::max(shard.begin, i * together),
                       std::min(shard.end, (i + 1) * together)});
    }
    unmade_.push_back({shard, shorter, {}});
    unmade_.back().records.resize(static_cast<size_t>(shard.end - shard.begin));
    return std::ssize(work_) >= options_.num_threads;
  }

  Status Make(Progress& progress) {
    std::mutex mutex;
    Status failed;
    ParallelFor(std::ssize(work_), options_.num_threads, [&](int64_t i) {
      const Work& work = work_[static_cast<size_t>(i)];
      Unmade& unmade = unmade_[work.shard];
      for (int64_t k = work.begin; k < work.end; ++k) {
        {
          std::lock_guard lock(mutex);
          if (failed.ok() && IsToldToStop())
            failed = Error{"was stopped; started again, it goes on"};
          if (!failed.ok()) return;
        }
        Result<std::string> packed = draw_(k);
        if (packed.ok()) {
          unmade.records[static_cast<size_t>(k - unmade.shard.begin)] =
              MakeRecord(options_.session, *std::move(packed));
          progress.Add();
        } else {
          std::lock_guard lock(mutex);
          if (failed.ok()) failed = packed.error();
        }
      }
    });
    for (Unmade& unmade : unmade_) {
      const bool is_whole = std::none_of(unmade.records.begin(), unmade.records.end(),
                                         [](const std::string& record) { return record.empty(); });
      if (!is_whole) continue;  // the work has failed
      ShardWriter writer(options_.session, unmade.shard);
      // A shard may be large: none of it is there twice.
      for (std::string& record : unmade.records) writer.Add(std::exchange(record, {}));
      if (Status written = writer.Write(options_.folder); !written.ok()) return written.error();
      ++report_.made;
      report_.samples += unmade.shard.end - unmade.shard.begin;
      if (Status left = Leave(unmade.shard, unmade.shorter, true); !left.ok()) return left;
    }
    work_.clear();
    unmade_.clear();
    return failed;
  }

  // A shard is whole.
  Status Leave(const ShardRange& shard, const std::optional<ShardRange>& shorter, bool drawn) {
    report_.bytes += SizeOf(shard);
    if (Status told = Tell(PathOf(shard), drawn); !told.ok()) return told;
    if (shorter) Remove(*shorter);
    return {};
  }

  const GenerateOptions& options_;
  const std::function<Result<std::string>(int64_t)>& draw_;
  GenerateReport report_;
  std::vector<Unmade> unmade_;
  std::vector<Work> work_;
};

}  // namespace

Result<GenerateReport> Generate(const GenerateOptions& options,
                                const std::function<Result<std::string>(int64_t)>& draw) {
  if (options.range.begin % options.session.samples_per_shard != 0) {
    return Error{"the range must begin at a multiple of " +
                 std::to_string(options.session.samples_per_shard) +
                 ", the number of samples per shard"};
  }
  return Generator(options, draw).Run();
}

}  // namespace fastnode::record
