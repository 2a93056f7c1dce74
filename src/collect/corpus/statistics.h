// What a corpus store holds, in numbers.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "collect/corpus/store.h"
#include "collect/corpus/symbols.h"
#include "support/json.h"

namespace fastnode::corpus {

struct Statistics {
  struct PerSplit {
    int64_t projects = 0, files = 0, lines = 0, bytes = 0, sites = 0, base_sites = 0;
  };
  // Canonical symbols that the training split uses, by context.
  struct PerContext {
    int64_t symbols = 0, uses = 0;  // how many there are, and how often they are used
  };
  std::string dataset_id;
  std::array<PerSplit, kNumSplits> splits;
  std::array<PerContext, kNumSymbolContexts> symbols;
  SkipCounts skipped;
};

// Error: damaged rows.
Result<Statistics> Measure(const Store& store);
Json ToJson(const Statistics& statistics);
std::string PrintTable(const Statistics& statistics);

}  // namespace fastnode::corpus
