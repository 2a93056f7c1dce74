// The samples of one round: drawn together, so that a source that is read gives many sites, and
// shuffled, so that those of a sample come from many sources.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "collect/draw/corpus_names.h"
#include "collect/draw/session.h"
#include "collect/draw/source_cache.h"
#include "collect/draw/symbol_feeder.h"
#include "collect/pack/packed.h"
#include "support/random.h"

namespace fastnode::draw {

// What rounds of one session share.
struct RoundSources {
  const DrawData& data;
  const SessionConfig& config;
  uint64_t cut_identity;
  std::vector<int32_t> sources;     // of the split, with sites
  std::vector<int64_t> weight_end;  // running sum of their weights
  const SymbolFeeder* feeder;       // of draws by symbol, else null
  SourceCache& cache;
  const CorpusNames& corpus_names;
};

struct DrawnRound {
  std::vector<pack::PackedSample> samples;
  std::string missing;  // what could not be filled, "" if nothing
  DrawCounts counts;
};

// A pure function of the session and `round`.
DrawnRound DrawRound(const RoundSources& sources, int64_t round);

}  // namespace fastnode::draw
