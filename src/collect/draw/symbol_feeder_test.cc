#include "collect/draw/symbol_feeder.h"

#include <gtest/gtest.h>

#include <cmath>

namespace fastnode::draw {
namespace {

TEST(SymbolWeightsTest, AttributesWeighByTheirFamilysEntropy) {
  // Two of equal frequency; one of three; an only child.
  std::vector<Metainfo::Count> counts = {{"a.x", 50}, {"a.y", 50}, {"b.p", 10},
                                         {"b.q", 20}, {"b.r", 70}, {"c.only", 1000}};
  std::vector<double> weights = SymbolWeights(counts, SymbolList::kAttribute);
  EXPECT_NEAR(weights[0], 10 * std::log(2.0) / 2, 1e-12);
  EXPECT_EQ(weights[0], weights[1]);
  const double h = -(0.1 * std::log(0.1) + 0.2 * std::log(0.2) + 0.7 * std::log(0.7));
  EXPECT_NEAR(weights[2], 10 * h * 0.1, 1e-12);
  EXPECT_NEAR(weights[4], 10 * h * 0.7, 1e-12);
  EXPECT_EQ(weights[5], 0);
}

TEST(SymbolWeightsTest, OthersWeighByTheirCount) {
  EXPECT_EQ(SymbolWeights({{"a", 3}, {"b", 4}}, SymbolList::kCall), (std::vector<double>{3, 4}));
  EXPECT_EQ(SymbolWeights({{"a", 3}}, SymbolList::kBase), (std::vector<double>{3}));
}

}  // namespace
}  // namespace fastnode::draw
