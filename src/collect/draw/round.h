// The samples of one round: drawn together, so that a source that is read gives many sites, and
// shuffled, so that those of a sample come from many sources.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collect/draw/parts.h"
#include "collect/draw/session.h"
#include "collect/draw/symbol_feeder.h"
#include "collect/pack/packed.h"
#include "support/random.h"

namespace fastnode::draw {

// What a session may draw from a store: its sources of one share.
struct ShareTable {
  std::vector<int32_t> sources;        // of the split, with sites
  std::vector<int64_t> weight_end;     // running sum of their weights
  std::optional<SymbolFeeder> feeder;  // of draws by symbol
  int64_t weight() const { return weight_end.empty() ? 0 : weight_end.back(); }
};

struct RoundSources {
  const DrawData& data;
  const SessionConfig& config;
  uint64_t cut_identity;
  StoreInHand in;
  const ShareTable& table;
};

struct DrawnRound {
  std::vector<pack::PackedSample> samples;
  std::string missing;  // what could not be filled or read, "" if nothing
  DrawCounts counts;
};

// A pure function of the session and `round`.
DrawnRound DrawRound(const RoundSources& sources, int64_t round);

}  // namespace fastnode::draw
