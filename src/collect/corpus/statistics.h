// What a corpus store holds, in numbers.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "collect/corpus/store.h"
#include "support/json.h"

namespace fastnode::corpus {

struct Statistics {
  struct PerSplit {
    int64_t projects = 0, files = 0, lines = 0, bytes = 0, sites = 0, base_sites = 0;
  };
  std::string dataset_id;
  std::array<PerSplit, kNumSplits> splits;
  SkipCounts skipped;
};

Statistics Measure(const Store& store);
Json ToJson(const Statistics& statistics);
std::string PrintTable(const Statistics& statistics);

}  // namespace fastnode::corpus
