// Samples are read in order and a few of them kept ready, so that a step never waits for a source
// that is as quick as training. Each thread takes the first one that nobody reads yet. Errors wait
// among the samples, and come in their turn.
//
// Reading begins again when half of them are left, not with every sample taken: where all
// processors are busy, the thread that is woken takes the place of the one that trains.
#include "collect/draw/read_ahead.h"

#include <algorithm>
#include <string>
#include <utility>

#include "support/check.h"

namespace fastnode::draw {

constexpr std::chrono::milliseconds kLook{100};

ReadAhead::ReadAhead(std::unique_ptr<SampleSource> source, const Options& options)
    : source_(std::move(source)), options_(options) {
  CHECK(options.num_ahead > 0 && options.num_threads > 0);
  const int32_t num_threads = std::min(options.num_threads, source_->max_callers());
  for (int32_t i = 0; i < num_threads; ++i) threads_.emplace_back([this] { Read(); });
}

ReadAhead::~ReadAhead() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  source_->Interrupt();
  for (std::thread& thread : threads_) thread.join();
}

int64_t ReadAhead::Wanted() {
  if (next_ < 0) return -1;
  const int64_t behind = std::max(asked_ + 1, std::min(next_ + options_.num_ahead, options_.end));
  int64_t wanted = next_;
  while (wanted < behind && (ready_.contains(wanted) || being_read_.contains(wanted))) ++wanted;
  if (wanted >= behind) {
    filling_ = false;
    return -1;
  }
  filling_ = filling_ || wanted - next_ <= options_.num_ahead / 2;
  return filling_ ? wanted : -1;
}

void ReadAhead::GoTo(int64_t k) {
  next_ = k;
  std::erase_if(ready_,
                [&](const auto& r) { return r.first < k || r.first >= k + options_.num_ahead; });
  if (Wanted() >= 0) changed_.notify_all();
}

void ReadAhead::Expect(int64_t k) {
  std::lock_guard lock(mutex_);
  asked_ = -1;
  GoTo(k);
}

void ReadAhead::Interrupt() {
  interrupted_ = true;
  source_->Interrupt();
}

void ReadAhead::Read() {
  std::unique_lock lock(mutex_);
  while (true) {
    int64_t wanted = -1;
    changed_.wait(lock, [&] { return stopping_ || (wanted = Wanted()) >= 0; });
    if (stopping_) return;
    being_read_.insert(wanted);
    Wanted();  // notes if it was the last
    lock.unlock();
    Result<pack::Sample> sample = source_->Get(wanted);
    lock.lock();
    being_read_.erase(wanted);
    if (wanted >= next_ && wanted < next_ + options_.num_ahead) {
      ready_.emplace(wanted, std::move(sample));
    }
    changed_.notify_all();
  }
}

Result<pack::Sample> ReadAhead::Get(int64_t k) {
  std::unique_lock lock(mutex_);
  asked_ = k;
  GoTo(k);
  const std::chrono::seconds max_wait = kMaxWait + options_.longer;
  const auto end = std::chrono::steady_clock::now() + max_wait;
  // A signal's handler cannot notify anybody: the flag is looked at now and then.
  while (!changed_.wait_for(lock, kLook, [&] { return ready_.contains(k); })) {
    if (interrupted_ || (options_.stop != nullptr && options_.stop->load()))
      return Error{"interrupted"};
    if (std::chrono::steady_clock::now() < end) continue;
    return Error{"sample " + std::to_string(k) + " did not come within " +
                 std::to_string(max_wait.count()) + " s"};
  }
  Result<pack::Sample> sample = std::move(ready_.at(k));
  asked_ = -1;
  GoTo(k + 1);
  return sample;
}

}  // namespace fastnode::draw
