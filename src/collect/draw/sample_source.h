// Where training samples come from: a graph data server (collect/server/client.h), a store on this
// machine (collect/draw/session.h), or a list in a test.
#pragma once

#include <cstdint>
#include <optional>

#include "collect/pack/phase.h"
#include "collect/pack/sample.h"
#include "support/result.h"

namespace fastnode::draw {

class SampleSource {
 public:
  virtual ~SampleSource() = default;

  // Sample k, k >= 0: a pure function of dataset, configuration, seed and k, so any order and any
  // repetition is right. Waits no longer than the source's own limit.
  virtual Result<pack::Sample> Get(int64_t k) = 0;
  // Get(k), Get(k + 1) and so on come soon: what can be done for them may begin.
  virtual void Expect([[maybe_unused]] int64_t k) {}
  // How many threads may call Get at once.
  virtual int32_t max_callers() const { return 1; }

  // From another thread: a Get under way need not go on trying. Only before the end.
  virtual void Interrupt() {}

  // Where the time of whoever makes the samples went so far, as far as it is known here. May be
  // called from another thread.
  virtual std::optional<pack::PhaseTimes> Spent() const { return std::nullopt; }
};

}  // namespace fastnode::draw
