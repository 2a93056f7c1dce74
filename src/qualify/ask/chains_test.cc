#include "qualify/ask/chains.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::qualify {
namespace {

using testing::ElementsAre;

SiteList SitesOf(const std::string& text) {
  SourceRef ref{HashContent(text), "project", "a.py", 0};
  auto read = [&](const SourceRef&) -> Result<std::string> { return text; };
  Result<SiteList> list =
      ChooseSites({ref}, read, types::Library::Empty(), ChainSites(), {1, 100, 100});
  CHECK(list.ok());
  return std::move(*list);
}

TEST(ChainSites, AreNamesAndWhatFollowsThemToTheEnd) {
  const SiteList list = SitesOf("y = x.a.b(c, k=d + 1).e\nx.f\nx.g()\n");
  std::vector<std::string> expected;
  std::vector<int32_t> slices;
  for (const Site& site : list.sites) {
    expected.push_back(site.expected);
    slices.push_back(site.slice);
  }
  EXPECT_THAT(expected, ElementsAre("a.b(c, k=...).e", "b(c, k=...).e", "e", "f", "g()"));
  EXPECT_THAT(slices, ElementsAre(2, 2, 0, 0, 1));
}

TEST(ChainSites, WhatIsWrittenToOrHasSplatsOrSubscriptsIsSkippedAndCounted) {
  const SiteList list = SitesOf("x.a = 1\nx.b(*c)\nx.d[0]\nx.e(i for i in j)\nx.f[x.g]\n");
  ASSERT_EQ(list.sites.size(), 1u);
  EXPECT_EQ(list.sites[0].expected, "g");
  EXPECT_EQ(list.skipped.at("attribute that is written to"), 1);
  EXPECT_EQ(list.skipped.at("chain with a splat or a subscript"), 4);
}

TEST(ChainSites, TheQuestionHasWhatStandsRoundTheExpression) {
  const SiteList list = SitesOf("z = [x.a(b,\n    c).d, y]\n");
  std::string text = list.files[0].source;
  text.erase(list.sites[0].offset, list.sites[0].removed);
  EXPECT_EQ(text, "z = [x., y]\n");
}

// The texts of one baseline for the expression at the `$`.
std::vector<std::string> Ask(std::string text, const std::string& method) {
  Question question;
  question.offset = text.find('$');
  text.erase(question.offset, 1);
  question.text = text;
  const std::vector<MethodAnswer> answers = AskChainBaselines(question);
  const std::vector<std::string> names = ChainMethodNames();
  std::vector<std::string> texts;
  CHECK(answers.size() + 1 == names.size());
  for (size_t i = 0; i < answers.size(); ++i) {
    if (names[i + 1] != method) continue;
    for (const Scored& one : answers[i].ranking) texts.push_back(one.name);
  }
  return texts;
}

TEST(ChainBaselines, OfTheSameBaseFirstThenTheNearest) {
  EXPECT_THAT(Ask("x.a()\nx.b\ny.c\nx.$\nx.d\nx.e\n", "recency"),
              ElementsAre("b", "a()", "d", "e", "c"));
}

TEST(ChainBaselines, MostFrequentOfTheSameBaseFirst) {
  EXPECT_THAT(Ask("x.a\ny.b()\ny.b()\ny.c\nx.$\n", "counts"), ElementsAre("a", "b()", "c"));
  EXPECT_EQ(Ask("x.a\ny.b()\ny.b()\ny.b()\ny.b()\ny.b()\nx.$\n", "counts")[0], "b()");
}

TEST(ChainBaselines, ACursorElsewhereIsAnError) {
  Question question;
  question.text = "x = 1\n";
  question.offset = 6;
  for (const MethodAnswer& answer : AskChainBaselines(question)) {
    EXPECT_FALSE(answer.error.empty());
  }
}

}  // namespace
}  // namespace fastnode::qualify
