// Draws by symbol: first what is used (`numpy.zeros`), by a distribution over symbols, then a
// source that uses it, then the place. Rare symbols of large families get their share, whatever the
// corpus repeats most.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "collect/corpus/store.h"
#include "collect/draw/metainfo.h"
#include "collect/pack/sample.h"
#include "support/random.h"
#include "support/result.h"

namespace fastnode::draw {

// How often each of `counts` is drawn. For attributes: siblings (same parent) with counts s and
// their sum S have the entropy H = -sum (s/S) ln (s/S), and s the weight sqrt(S) * H * s / S. It
// flattens huge parents and favours those with a real choice; an only child weighs nothing. For
// other tasks the count itself.
std::vector<double> SymbolWeights(const std::vector<Metainfo::Count>& counts, SymbolList list);

// Immutable. Knows a store's sources by their indices, and holds no store.
class SymbolFeeder {
 public:
  // `sources`: what may be drawn, ascending indices into the store's sources.
  static Result<SymbolFeeder> Create(const corpus::Store& store, const Metainfo& metainfo,
                                     const std::vector<int32_t>& sources);

  struct Draw {
    int32_t source = -1;  // -1: no symbol of this task is in these sources
    std::string symbol;
  };
  Draw Next(pack::Task task, Random& random) const;

  // Places of the source that use the symbol in the way the task asks for, ascending.
  static Result<std::vector<int32_t>> PlacesOf(const corpus::Store& store, const Draw& draw,
                                               pack::Task task);

 private:
  struct Feed {
    std::vector<std::string> symbols;
    std::vector<double> weight_end;             // running sum
    std::vector<std::vector<int32_t>> sources;  // that use it
  };
  SymbolFeeder() = default;

  std::array<Feed, kNumSymbolLists> feeds_;
};

// The list by which a task is drawn.
SymbolList ListOf(pack::Task task);

}  // namespace fastnode::draw
