// What the projects of open files use, read by a thread of its own: asked for early, there a little
// later, and read again when a file was saved. Thread-safe.
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
#include <string>
#include <thread>
#include <utility>

#include "predict/json_lines.h"
#include "predict/project_usage.h"

namespace fastnode::predict {

// The seam to the disk.
using ReadProject =
    std::function<Result<ProjectUsage>(const std::string& root, const ReadProgress& progress)>;
// How many files of the project are read; all: it has been read.
using TellProgress = std::function<void(const std::string& root, size_t files, size_t of)>;

class ProjectMemory {
 public:
  explicit ProjectMemory(ReadProject read, TellProgress tell = nullptr);
  ~ProjectMemory();  // what is being read is given up

  // The usage of the files under `root`, and the part of the file at `path` in it; null until it is
  // read, and if it cannot be.
  KnownProject Get(const std::string& root, const std::string& path);

  // Files of the project have changed: it is read again soon, if it was read at all. Until then Get
  // gives what it gave.
  void Refresh(const std::string& root);

 private:
  static constexpr size_t kMaxKept = 4;      // each some megabytes
  static constexpr size_t kMaxParts = 1000;  // of files that were asked about
  // Between two readings: many files may be saved at once.
  static constexpr std::chrono::seconds kRest{2};
  struct Kept {
    std::string root;
    std::shared_ptr<const ProjectUsage> usage;  // null while it is read
    std::map<std::string, std::shared_ptr<const corpus::FileUsage>> parts;
  };

  void Read();

  const ReadProject read_;
  const TellProgress tell_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> wanted_;
  std::list<Kept> kept_;  // newest first
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace fastnode::predict
