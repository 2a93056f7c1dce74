// A validation: what was measured of which release on what, as every report is given it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "qualify/ask/protocol.h"
#include "qualify/ask/sites.h"
#include "qualify/measure/measure.h"
#include "qualify/measure/summary.h"

namespace fastnode::qualify {

struct Subject {
  const Protocol* protocol;
  std::string dataset_id;
  std::string split;
  uint64_t seed = 1;
  std::string manifest_sha256;  // of the release's manifest.json; "" if it has none
};

struct Timing {
  int64_t p50_micros = 0, p95_micros = 0, p99_micros = 0;  // of one completion by the model
  int64_t peak_memory_bytes = 0;                           // of this process
};
Timing MakeTiming(std::vector<int64_t> micros);

struct Validation {
  Subject subject;
  SiteList list;
  Measured measured;  // in the headline
  Summary summary;
  Timing timing;
};

}  // namespace fastnode::qualify
