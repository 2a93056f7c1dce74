// A few threads that run what is given to them, first come first served, and a loop in parallel.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace fastnode {

// Thread-safe. The destructor finishes what runs and forgets what waits.
class Workers {
 public:
  explicit Workers(int num_threads);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void Run(std::function<void()> task);
  size_t waiting() const;  // tasks that no thread has begun

 private:
  void Loop();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

// Calls body(i) for every i in [0, count), on `num_threads` threads, and returns when all are done.
void ParallelFor(int64_t count, int num_threads, const std::function<void(int64_t)>& body);

}  // namespace fastnode
