// One thread reads samples in order and keeps a few of them ready, so that a step never waits for a
// source that is as quick as training. Errors wait in the same queue, and come in their turn.
#include "collect/draw/read_ahead.h"

#include <algorithm>
#include <string>
#include <utility>

namespace fastnode::draw {

constexpr std::chrono::milliseconds kLook{100};

ReadAhead::ReadAhead(std::unique_ptr<SampleSource> source, int32_t num_ahead,
                     std::chrono::seconds longer, const std::atomic<bool>* stop)
    : source_(std::move(source)),
      num_ahead_(std::max(num_ahead, 1)),
      max_wait_(kMaxWait + longer),
      stop_(stop),
      thread_([this] { Read(); }) {}

ReadAhead::~ReadAhead() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  source_->Interrupt();
  thread_.join();
}

void ReadAhead::Interrupt() {
  interrupted_ = true;
  source_->Interrupt();
}

void ReadAhead::Read() {
  std::unique_lock lock(mutex_);
  while (true) {
    int64_t wanted = -1;
    changed_.wait(lock, [&] {
      for (int64_t k = next_; k >= 0 && wanted < 0 && k < next_ + num_ahead_; ++k) {
        if (!ready_.contains(k)) wanted = k;
      }
      return stopping_ || wanted >= 0;
    });
    if (stopping_) return;
    lock.unlock();
    Result<pack::Sample> sample = source_->Get(wanted);
    lock.lock();
    if (wanted >= next_ && wanted < next_ + num_ahead_) ready_.emplace(wanted, std::move(sample));
    changed_.notify_all();
  }
}

Result<pack::Sample> ReadAhead::Get(int64_t k) {
  std::unique_lock lock(mutex_);
  next_ = k;
  std::erase_if(ready_, [&](const auto& r) { return r.first < k || r.first >= k + num_ahead_; });
  changed_.notify_all();
  const auto end = std::chrono::steady_clock::now() + max_wait_;
  // A signal's handler cannot notify anybody: the flag is looked at now and then.
  while (!changed_.wait_for(lock, kLook, [&] { return ready_.contains(k); })) {
    if (interrupted_ || (stop_ != nullptr && stop_->load())) return Error{"interrupted"};
    if (std::chrono::steady_clock::now() < end) continue;
    return Error{"sample " + std::to_string(k) + " did not come within " +
                 std::to_string(max_wait_.count()) + " s"};
  }
  Result<pack::Sample> sample = std::move(ready_.at(k));
  ready_.erase(k);
  next_ = k + 1;
  changed_.notify_all();
  return sample;
}

}  // namespace fastnode::draw
