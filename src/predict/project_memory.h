// What the projects that are worked in use: each is read once, by a thread of its own, and kept for
// questions in any of its files. Where files have changed, these are read again; until then what
// was read before is given. Who looks for changes: `complete` does so itself (`look_again`), an
// editor tells the language server, and nobody the HTTP server, which answers from what it read
// first. Validation has no such memory: the corpus store holds what its files use.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "predict/asked/budget.h"
#include "predict/cache/project_usage.h"
#include "predict/cursor/known.h"

namespace fastnode::predict {

// The seam to the disk. `before`: what it gave the last time, null at first.
using ReadProject = std::function<Result<ProjectUsage::Shared>(
    const std::string& root, ProjectUsage::Shared before, const ReadProgress& progress)>;
// In earnest. Both must outlive it; `cache` may be null.
ReadProject ProjectReader(const types::Library& library, EditorCache* cache);

// How many files of the project are read; all: it has been read.
using TellProgress = std::function<void(const std::string& root, size_t files, size_t of)>;

// Thread-safe.
class ProjectMemory {
 public:
  struct Options {
    TellProgress tell = nullptr;
    // Who asks after so long makes the files be looked at again; none: nobody does but Refresh.
    std::optional<std::chrono::milliseconds> look_again = std::nullopt;
    // Between two readings of one project: many files may be saved at once.
    std::chrono::milliseconds rest{2000};
  };

  explicit ProjectMemory(ReadProject read, Options options);
  explicit ProjectMemory(ReadProject read) : ProjectMemory(std::move(read), Options()) {}
  ~ProjectMemory();  // what is being read is given up

  // What the files under `root` use, with the part of the file at `path`; nothing until it is read,
  // and if it cannot be.
  KnownProject Get(const std::string& root, const std::string& path);

  // The same for a question, but waits until the project is read, for half of the time that the
  // budget leaves; then it is `late`. Without a deadline it waits for as long as it takes, and for
  // files that are to be looked at again, too. Errors: the project cannot be read.
  Result<KnownProject> Await(const Question& question, const Budget& budget);

  // Files of the project have changed: it is read again soon, if it was read at all.
  void Refresh(const std::string& root);

 private:
  static constexpr size_t kMaxKept = 8;      // projects, each some megabytes
  static constexpr size_t kMaxParts = 1000;  // of files that were asked about
  struct Kept {
    std::string root;
    ProjectUsage::Shared usage = nullptr;  // null until it is read, and if it cannot be
    std::optional<Error> error = std::nullopt;
    TimePoint looked_at = {};
    struct Part {
      std::shared_ptr<const corpus::FileUsage> usage;
      int32_t number;  // in the index
    };
    std::map<std::string, Part> parts = {};
  };

  // With the lock held.
  Kept* Find(const std::string& root);
  Kept& Touch(const std::string& root);  // as the newest; it is read if need be
  void Want(const std::string& root);
  bool IsWanted(const std::string& root) const;  // or being read
  static KnownProject Of(Kept& kept, const std::string& path);

  void Work();

  const ReadProject read_;
  const Options options_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> wanted_;
  std::string reading_;   // "": none
  std::list<Kept> kept_;  // newest first
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace fastnode::predict
