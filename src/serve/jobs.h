// Jobs that are done one after the other. Each has a time by which it is answered, done or not.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "support/json.h"

namespace fastnode::serve {

using Clock = std::chrono::steady_clock;

struct Job {
  Json id;
  std::function<Json()> work;  // the reply
  std::function<Json()> late;  // a reply from what is at hand; null: the work is waited for
  Clock::time_point deadline = Clock::time_point::max();
};

// Thread-safe. Each job is answered once: with its work's reply, with its late reply, or as
// cancelled.
class Jobs {
 public:
  static constexpr size_t kMaxWaiting = 1000;

  explicit Jobs(std::function<void(const Json&)> answer);
  ~Jobs();  // finishes what is waiting

  bool Add(Job job);  // false: too many are waiting

  // Answers the job with `reply`, unless it has been answered. Work that has begun is finished in
  // vain.
  void Cancel(const Json& id, const Json& reply);

 private:
  struct Entry {
    Job job;
    bool answered = false;
  };
  using Shared = std::shared_ptr<Entry>;

  void Work();
  void Watch();
  bool Claim(Entry& entry);  // whether it is ours to answer

  const std::function<void(const Json&)> answer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Shared> waiting_;
  Shared at_work_;
  bool stopping_ = false;
  std::thread worker_, watcher_;
};

}  // namespace fastnode::serve
