#include "qualify/ask/calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "qualify/ask/ask_for_test.h"

namespace fastnode::qualify {
namespace {

using testing::ElementsAre;

std::vector<std::string> Ask(const std::string& text, const std::string& baseline) {
  return AskBaseline(*FindProtocol("validate-calls"), baseline, text);
}

TEST(CallSites, AreCallsWithoutSplatsAndTheirArguments) {
  const SiteList list = SitesOf(
      CallSites(), "f()\nf(a, b.c, key=d, other=1)\nf(*a)\ng(x for x in y)\nclass A(B): pass\n");
  EXPECT_THAT(ExpectedAt(list), ElementsAre(")", "a, ..., key=d, other=...)"));
  EXPECT_EQ(list.sites[0].slice, 0);
  EXPECT_EQ(list.sites[1].slice, 4);
  EXPECT_EQ(list.skipped.at("call with a splat"), 1);
}

TEST(CallSites, TheQuestionHasTheBracketsAndNothingBetween) {
  const SiteList list = SitesOf(CallSites(), "x = f(a,\n      b)  # done\n");
  ASSERT_EQ(list.sites.size(), 1u);
  const std::string text = Without(list, list.sites[0]);
  EXPECT_EQ(text, "x = f()  # done\n");
  EXPECT_EQ(text.substr(list.sites[0].offset, 1), ")");
}

TEST(CallBaselines, PopularShapes) {
  EXPECT_THAT(Ask("f($)\n", "popular"), ElementsAre("...)", ")", "..., ...)", "..., ..., ...)"));
}

TEST(CallBaselines, ParametersOfTheDefinition) {
  EXPECT_THAT(Ask("def f(a, b, c=1): pass\nf($)\n", "signature"),
              ElementsAre("a, b)", "..., ...)", "...)", ")", "..., ..., ...)"));
}

TEST(CallBaselines, NearestBeforeThenAfter) {
  const std::vector<std::string> texts = Ask("f(a)\nf(b)\ng(c)\nf($)\nf(d)\nf(e)\n", "recency");
  EXPECT_THAT(std::vector(texts.begin(), texts.begin() + 4), ElementsAre("b)", "a)", "d)", "e)"));
}

TEST(CallBaselines, MostFrequentWithTheSamePathFirst) {
  EXPECT_EQ(Ask("f(a)\nf(b)\nf(b)\nf($)\n", "counts")[0], "b)");
  EXPECT_EQ(Ask("x.f(a)\ny.f(b)\ny.f(b)\nx.f($)\n", "counts")[0], "a)");
}

}  // namespace
}  // namespace fastnode::qualify
