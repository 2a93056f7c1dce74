// A validation as people read it (a table) and as programs do (validation.json,
// validation-sites.jsonl).
#pragma once

#include <string>

#include "qualify/ask/sites.h"
#include "qualify/measure/measure.h"
#include "qualify/measure/summary.h"
#include "support/json.h"

namespace fastnode::qualify {

// What was measured on what.
struct Subject {
  const SiteKind* kind;
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

std::string PrintTable(const Subject& subject, const SiteList& list, const Measured& measured,
                       const Summary& summary, const Timing& timing);

// No times in it: the same input gives the same bytes.
Json ValidationToJson(const Subject& subject, const SiteList& list, const Measured& measured,
                      const Summary& summary);
Json TimingToJson(const Timing& timing);

// One line a site: where it is, what was expected, and each method's rank (-1: not found).
std::string PrintSites(const SiteList& list, const SiteKind& kind, const Measured& measured);

}  // namespace fastnode::qualify
