// Which bases the model should leave to counts: a sign test for each on held-out sites of the
// validation split (those of the test split judge the release, and must not shape it).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "support/result.h"

namespace fastnode::qualify {

// What the sites of one base say. Sites where neither has the name among its first five say
// nothing.
struct FallbackCounts {
  int64_t sites = 0;
  int64_t counts_better = 0, model_better = 0;  // by rank; ties are neither
};

// `model` and `counts`: ranks by site, kNotFound where the name is missing; `symbols`: the base.
std::map<std::string, FallbackCounts> CompareByBase(const std::vector<std::string>& symbols,
                                                    const std::vector<int32_t>& model,
                                                    const std::vector<int32_t>& counts);

// The chance that of `wins + losses` fair coins at least `wins` fall one way: the one-sided sign
// test (Conover, Practical Nonparametric Statistics, section 3.4).
double SignTest(int64_t wins, int64_t losses);

struct FallbackOptions {
  std::string store, release;
  std::string hard_coded;  // file of symbols that are always listed ("": none)
  std::string out;         // "": attr-fallback.txt of the release
  int32_t sites = 2000;
  uint64_t seed = 1;
  int32_t threads = 2;
  int64_t min_sites = 10;
  double level = 0.05;
};

// Symbols with enough sites and a sign test below the level, sorted.
std::vector<std::string> SymbolsToList(const std::map<std::string, FallbackCounts>& counts,
                                       const FallbackOptions& options);

// Writes the list, and prints what it rests on.
Status LearnFallback(const FallbackOptions& options);

}  // namespace fastnode::qualify
