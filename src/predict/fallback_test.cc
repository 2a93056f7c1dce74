#include "predict/fallback.h"

#include <gtest/gtest.h>

#include "collect/pack/features.h"
#include "collect/pack/tasks/attribute.h"

namespace fastnode::predict {
namespace {

TEST(FallbackList, HasTheSymbolsOfItsLines) {
  auto list = FallbackList::Parse("# a comment\nos.path\n\n  \nnumpy.ndarray  # why\r\n");
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->symbols().size(), 2u);
  EXPECT_TRUE(list->Has("os.path"));
  EXPECT_TRUE(list->Has("numpy.ndarray"));
  EXPECT_FALSE(list->Has("os"));
  EXPECT_FALSE(FallbackList::Parse("os.path posixpath\n").ok());
}

TEST(FallbackList, BasesAreKnownByTypeOrByText) {
  EXPECT_EQ(SymbolOfBase("builtins.str", "name"), "builtins.str");
  EXPECT_EQ(SymbolOfBase("mod:os.path", "path"), "os.path");
  EXPECT_EQ(SymbolOfBase("local", "self"), "self");
  EXPECT_EQ(SymbolOfBase("", "x.y"), "x.y");
}

TEST(FallbackList, PopularityIsTheOrderOfTheCorpus) {
  pack::Cut cut;
  cut.sample = pack::MakeSample();
  cut.candidates = {"rare", "common", "elsewhere", "unknown"};
  cut.sample.candidate_features.resize(4 * pack::kNumCandidateFeatures);
  auto set = [&](size_t candidate, int feature, uint64_t count) {
    cut.sample.candidate_features[candidate * pack::kNumCandidateFeatures +
                                  static_cast<size_t>(feature)] = pack::QuantiseCount(count);
  };
  set(0, pack::attribute::kCorpusBase, 1), set(0, pack::attribute::kCorpusAny, 1);
  set(1, pack::attribute::kCorpusBase, 9), set(1, pack::attribute::kCorpusAny, 10);
  set(2, pack::attribute::kCorpusAny, 1000);
  const std::vector<float> shares = ByPopularity(cut);
  EXPECT_GT(shares[1], shares[0]);
  EXPECT_GT(shares[0], shares[2]);
  EXPECT_GT(shares[2], shares[3]);
  EXPECT_NEAR(shares[0] + shares[1] + shares[2] + shares[3], 1, 1e-5);
}

}  // namespace
}  // namespace fastnode::predict
