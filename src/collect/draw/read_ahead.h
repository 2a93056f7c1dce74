// Samples read ahead by a thread of its own, for a caller that asks for k, k+1, k+2...
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "collect/draw/sample_source.h"

namespace fastnode::draw {

class ReadAhead : public SampleSource {
 public:
  static constexpr std::chrono::seconds kMaxWait{180};

  // Keeps `num_ahead` samples at hand. Nothing is read before the first Get. A sample is waited for
  // `longer` than kMaxWait where the source itself waits so long, and no more once `stop` is set.
  explicit ReadAhead(std::unique_ptr<SampleSource> source, int32_t num_ahead = 4,
                     std::chrono::seconds longer = {}, const std::atomic<bool>* stop = nullptr);
  ~ReadAhead() override;

  // Errors: those of the source; nothing came in time; it was to stop.
  Result<pack::Sample> Get(int64_t k) override;
  void Interrupt() override;
  std::optional<pack::PhaseTimes> Spent() const override { return source_->Spent(); }

 private:
  void Read();

  const std::unique_ptr<SampleSource> source_;
  const int32_t num_ahead_;
  const std::chrono::seconds max_wait_;
  const std::atomic<bool>* const stop_;
  std::atomic<bool> interrupted_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  int64_t next_ = -1;  // samples [next_, next_ + num_ahead_) are wanted
  bool stopping_ = false;
  std::map<int64_t, Result<pack::Sample>> ready_;
  std::thread thread_;
};

}  // namespace fastnode::draw
