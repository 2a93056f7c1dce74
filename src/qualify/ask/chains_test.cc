#include "qualify/ask/chains.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "qualify/ask/ask_for_test.h"

namespace fastnode::qualify {
namespace {

using testing::ElementsAre;

std::vector<std::string> Ask(const std::string& text, const std::string& baseline) {
  return AskBaseline(*FindProtocol("validate-chains"), baseline, text);
}

TEST(ChainSites, AreNamesAndWhatFollowsThemToTheEnd) {
  const SiteList list = SitesOf(ChainSites(), "y = x.a.b(c, k=d + 1).e\nx.f\nx.g()\n");
  std::vector<int32_t> slices;
  for (const Site& site : list.sites) slices.push_back(site.slice);
  EXPECT_THAT(ExpectedAt(list), ElementsAre("a.b(c, k=...).e", "b(c, k=...).e", "e", "f", "g()"));
  EXPECT_THAT(slices, ElementsAre(2, 2, 0, 0, 1));
}

TEST(ChainSites, WhatIsWrittenToOrHasSplatsOrSubscriptsIsSkippedAndCounted) {
  const SiteList list =
      SitesOf(ChainSites(), "x.a = 1\nx.b(*c)\nx.d[0]\nx.e(i for i in j)\nx.f[x.g]\n");
  ASSERT_EQ(list.sites.size(), 1u);
  EXPECT_EQ(list.sites[0].expected, "g");
  EXPECT_EQ(list.skipped.at("attribute that is written to"), 1);
  EXPECT_EQ(list.skipped.at("chain with a splat or a subscript"), 4);
}

TEST(ChainSites, TheQuestionHasWhatStandsRoundTheExpression) {
  const SiteList list = SitesOf(ChainSites(), "z = [x.a(b,\n    c).d, y]\n");
  EXPECT_EQ(Without(list, list.sites[0]), "z = [x., y]\n");
}

TEST(ChainBaselines, OfTheSameBaseFirstThenTheNearest) {
  EXPECT_THAT(Ask("x.a()\nx.b\ny.c\nx.$\nx.d\nx.e\n", "recency"),
              ElementsAre("b", "a()", "d", "e", "c"));
}

TEST(ChainBaselines, MostFrequentOfTheSameBaseFirst) {
  EXPECT_THAT(Ask("x.a\ny.b()\ny.b()\ny.c\nx.$\n", "counts"), ElementsAre("a", "b()", "c"));
  EXPECT_EQ(Ask("x.a\ny.b()\ny.b()\ny.b()\ny.b()\ny.b()\nx.$\n", "counts")[0], "b()");
}

}  // namespace
}  // namespace fastnode::qualify
