// Samples read ahead by threads of its own, for a caller that asks for k, k+1, k+2...
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "collect/draw/sample_source.h"

namespace fastnode::draw {

class ReadAhead : public SampleSource {
 public:
  static constexpr std::chrono::seconds kMaxWait{180};

  struct Options {
    int32_t num_ahead = 4;             // samples kept at hand; read again when half are left
    int64_t end = INT64_MAX;           // from there on none is read before it is asked for
    int32_t num_threads = 1;           // that read, or fewer if the source allows fewer
    std::chrono::seconds longer = {};  // that the source itself waits for a sample
    const std::atomic<bool>* stop = nullptr;
  };

  // Nothing is read before the first Get or Expect. A sample is waited for `longer` than kMaxWait,
  // and no more once `stop` is set.
  ReadAhead(std::unique_ptr<SampleSource> source, const Options& options);
  ~ReadAhead() override;

  // Errors: those of the source; nothing came in time; it was to stop.
  Result<pack::Sample> Get(int64_t k) override;
  void Expect(int64_t k) override;
  void Interrupt() override;
  std::optional<pack::PhaseTimes> Spent() const override { return source_->Spent(); }

 private:
  void Read();
  // Both with mutex_ held.
  int64_t Wanted();      // the sample to read now, or -1
  void GoTo(int64_t k);  // the next that is asked for

  const std::unique_ptr<SampleSource> source_;
  const Options options_;
  std::atomic<bool> interrupted_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  int64_t next_ = -1;     // samples [next_, next_ + num_ahead) are wanted
  int64_t asked_ = -1;    // the sample that is waited for, or -1
  bool filling_ = false;  // until all of these are at hand
  bool stopping_ = false;
  std::map<int64_t, Result<pack::Sample>> ready_;
  std::set<int64_t> being_read_;
  std::vector<std::thread> threads_;
};

}  // namespace fastnode::draw
