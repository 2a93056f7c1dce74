// What can be imported from the places of packages, read in the background and kept: the standard
// library, and each folder of packages that a question names. Who asks gets what is read by then.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "predict/asked/budget.h"
#include "predict/cache/importable_read.h"

namespace fastnode::predict {

struct Importables {
  std::vector<Importable> list;  // the standard library first
  bool late = false;             // there will be more
};

// Thread-safe.
class ImportableMemory {
 public:
  // The seam to the disk. `folder`: "" is the standard library. What it gives may be null.
  using Read = std::function<Importable(const std::string& folder, const GoOn& go_on)>;

  // `always`: folders of packages that count for all questions.
  ImportableMemory(Read read, std::vector<std::string> always);
  ~ImportableMemory();  // what is being read is given up

  // Waits until then for what is not read yet; none: as long as it takes.
  Importables Get(const std::vector<std::string>& folders, std::optional<TimePoint> until);

 private:
  struct Kept {
    Importable index = nullptr;
    bool is_read = false;
    int64_t stamp = 0;  // when its folder changed last
    TimePoint looked_at = {};
  };
  void Work();
  void Want(const std::string& folder);  // with the lock held

  const Read read_;
  const std::vector<std::string> always_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> wanted_;
  std::map<std::string, Kept> kept_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace fastnode::predict
