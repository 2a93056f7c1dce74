// For tests: samples from a stream that fails, or asks to stop, at one index.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "collect/draw/sample_source.h"
#include "learn/model/synthetic_sample.h"

namespace fastnode::learn {

class SyntheticSource : public draw::SampleSource {
 public:
  explicit SyntheticSource(uint64_t seed) : seed_(seed) {}
  Result<pack::Sample> Get(int64_t k) override {
    if (k == fail_at) return Error{"the server went away"};
    if (k == stop_at) stop = true;
    asked.push_back(k);
    if (spent.has_value()) ++spent->cold;
    return SyntheticSample({}, seed_, k);
  }
  void Expect(int64_t k) override {
    expected = k;
    if (spent.has_value()) ++spent->cold;
  }
  std::optional<pack::PhaseTimes> Spent() const override { return spent; }

  int64_t fail_at = -1, stop_at = -1, expected = -1;
  std::atomic<bool> stop{false};
  std::vector<int64_t> asked;
  std::optional<pack::PhaseTimes> spent;  // if set: a graph more with each call

 private:
  uint64_t seed_;
};

}  // namespace fastnode::learn
