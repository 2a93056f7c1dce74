#include "qualify/measure/learn_fallback.h"

#include <gtest/gtest.h>

namespace fastnode::qualify {
namespace {

// `wins` sites where the counts are better, `losses` where the model is, `ties`.
std::map<std::string, FallbackCounts> Sites(int wins, int losses, int ties) {
  std::vector<std::string> symbols;
  std::vector<int32_t> model, counts;
  auto add = [&](int times, int32_t model_rank, int32_t counts_rank) {
    for (int i = 0; i < times; ++i) {
      symbols.emplace_back("os.path");
      model.push_back(model_rank);
      counts.push_back(counts_rank);
    }
  };
  add(wins, 3, 0);
  add(losses, 0, 4);
  add(ties, 2, 2);
  return CompareByBase(symbols, model, counts);
}

TEST(LearnFallback, SitesThatNobodyFindsEarlySayNothing) {
  // The counts have it at 5: too late to count. At 4 it is early enough, and the model lacks it.
  EXPECT_TRUE(CompareByBase({"a"}, {-1}, {5}).empty());
  auto one = CompareByBase({"a"}, {-1}, {4});
  EXPECT_EQ(one["a"].counts_better, 1);
  auto tie = CompareByBase({"a"}, {2}, {2});
  EXPECT_EQ(tie["a"].sites, 1);
  EXPECT_EQ(tie["a"].counts_better + tie["a"].model_better, 0);
}

TEST(LearnFallback, ChancesAreThoseOfFairCoins) {
  EXPECT_NEAR(SignTest(10, 0), 1.0 / 1024, 1e-12);
  EXPECT_NEAR(SignTest(9, 1), 11.0 / 1024, 1e-12);
  EXPECT_NEAR(SignTest(6, 4), 386.0 / 1024, 1e-12);
  EXPECT_NEAR(SignTest(0, 5), 1, 1e-12);
}

TEST(LearnFallback, OnlyBasesThatAreSurelyBetterAreListed) {
  const FallbackOptions options;
  const std::vector<std::string> listed{"os.path"}, none;
  EXPECT_EQ(SymbolsToList(Sites(9, 0, 0), options), none);  // too few
  EXPECT_EQ(SymbolsToList(Sites(6, 4, 0), options), none);  // chance
  EXPECT_EQ(SymbolsToList(Sites(5, 5, 0), options), none);
  EXPECT_EQ(SymbolsToList(Sites(0, 12, 0), options), none);
  EXPECT_EQ(SymbolsToList(Sites(9, 1, 0), options), listed);
  EXPECT_EQ(SymbolsToList(Sites(6, 0, 6), options), listed);
}

}  // namespace
}  // namespace fastnode::qualify
