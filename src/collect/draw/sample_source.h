// Where training samples come from: a graph data server (collect/server/client.h), a store on this
// machine (collect/draw/session.h), or a list in a test.
#pragma once

#include <cstdint>

#include "collect/pack/sample.h"
#include "support/result.h"

namespace fastnode::draw {

class SampleSource {
 public:
  virtual ~SampleSource() = default;

  // Sample k, k >= 0: a pure function of dataset, configuration, seed and k, so any order and any
  // repetition is right; sources read ahead for callers that ask for k, k+1, k+2... Waits no longer
  // than the source's own limit. One caller at a time.
  virtual Result<pack::Sample> Get(int64_t k) = 0;
};

}  // namespace fastnode::draw
