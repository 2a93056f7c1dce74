// What the projects of open files use, read by a thread of its own: asked for early, there a little
// later. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "predict/json_lines.h"

namespace fastnode::serve {

class Projects {
 public:
  using Table = std::shared_ptr<const corpus::UsageTable>;

  explicit Projects(predict::ReadProject read);
  ~Projects();  // finishes what is being read

  // The usage of the files under `root` but `except`; null until it is read, and if it cannot be.
  Table Get(const std::string& root, const std::string& except);

 private:
  using Key = std::pair<std::string, std::string>;
  static constexpr size_t kMaxKept = 8;  // each some megabytes

  void Read();

  const predict::ReadProject read_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Key> wanted_;
  std::list<std::pair<Key, Table>> kept_;  // newest first; null while it is read
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace fastnode::serve
