// Things made ready by several threads and handed out in their order: samples for a card, which
// takes a step in less time than one thread needs to prepare it.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace fastnode::learn {

// `Taken` comes from one place, one at a time; `Made` of it is made by any thread.
template <typename Taken, typename Made>
class InOrder {
 public:
  using Take = std::function<Taken(int64_t k)>;
  using Make = std::function<Made(Taken taken)>;

  // Calls `take` for first, first + 1, ... last - 1 in this order. At most two for each thread are
  // ahead of Next.
  InOrder(int threads, int64_t first, int64_t last, Take take, Make make)
      : ahead_(2 * std::max(threads, 1)),
        last_(last),
        take_(std::move(take)),
        make_(std::move(make)),
        next_taken_(first),
        next_(first) {
    for (int i = 0; i < std::max(threads, 1); ++i) threads_.emplace_back([this] { Work(); });
  }

  // Waits for the calls under way.
  ~InOrder() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  InOrder(const InOrder&) = delete;
  InOrder& operator=(const InOrder&) = delete;

  // The next one, for at most last - first calls. Waits as long as `take` and `make` do.
  Made Next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return made_.contains(next_); });
    auto first = made_.extract(next_++);
    lock.unlock();
    changed_.notify_all();
    return std::move(first.mapped());
  }

 private:
  void Work() {
    while (true) {
      std::unique_lock turn(turn_);
      int64_t k = 0;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] {
          return stopping_ || next_taken_ >= last_ || next_taken_ < next_ + ahead_;
        });
        if (stopping_ || next_taken_ >= last_) return;
        k = next_taken_++;
      }
      Taken taken = take_(k);
      turn.unlock();
      Made made = make_(std::move(taken));
      {
        std::lock_guard lock(mutex_);
        made_.emplace(k, std::move(made));
      }
      changed_.notify_all();
    }
  }

  const int64_t ahead_, last_;
  const Take take_;
  const Make make_;
  std::mutex turn_;   // held while one is taken
  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  int64_t next_taken_, next_;
  bool stopping_ = false;
  std::map<int64_t, Made> made_;
  std::vector<std::thread> threads_;
};

}  // namespace fastnode::learn
