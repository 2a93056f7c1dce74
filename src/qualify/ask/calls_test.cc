#include "qualify/ask/calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyze/ast/parse.h"

namespace fastnode::qualify {
namespace {

using testing::ElementsAre;

SiteList SitesOf(const std::string& text) {
  SourceRef ref{HashContent(text), "project", "a.py", 0};
  auto read = [&](const SourceRef&) -> Result<std::string> { return text; };
  Result<SiteList> list =
      ChooseSites({ref}, read, types::Library::Empty(), CallSites(), {1, 100, 100});
  CHECK(list.ok());
  return std::move(*list);
}

TEST(CallSites, AreCallsWithoutSplatsAndTheirArguments) {
  SiteList list =
      SitesOf("f()\nf(a, b.c, key=d, other=1)\nf(*a)\ng(x for x in y)\nclass A(B): pass\n");
  std::vector<std::string> expected;
  for (const Site& site : list.sites) expected.push_back(site.expected);
  EXPECT_THAT(expected, ElementsAre(")", "a, ..., key=d, other=...)"));
  EXPECT_EQ(list.sites[0].slice, 0);
  EXPECT_EQ(list.sites[1].slice, 4);
  EXPECT_EQ(list.skipped.at("call with a splat"), 1);
}

TEST(CallSites, TheQuestionHasTheBracketsAndNothingBetween) {
  SiteList list = SitesOf("x = f(a,\n      b)  # done\n");
  ASSERT_EQ(list.sites.size(), 1u);
  std::string text = list.files[0].source;
  text.erase(list.sites[0].offset, list.sites[0].removed);
  EXPECT_EQ(text, "x = f()  # done\n");
  EXPECT_EQ(text.substr(list.sites[0].offset, 1), ")");
}

// The texts of one baseline for the call at the `$`.
std::vector<std::string> Ask(std::string text, const std::string& method) {
  Question question;
  question.offset = text.find('$');
  text.erase(question.offset, 1);
  question.text = text;
  std::vector<MethodAnswer> answers = AskCallBaselines(question, types::Library::Empty());
  std::vector<std::string> names = CallMethodNames(), texts;
  CHECK(answers.size() + 1 == names.size());
  for (size_t i = 0; i < answers.size(); ++i) {
    if (names[i + 1] != method) continue;
    for (const Scored& one : answers[i].ranking) texts.push_back(one.name);
  }
  return texts;
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

TEST(CallBaselines, ACursorElsewhereIsAnError) {
  Question question;
  question.text = "x = 1\n";
  question.offset = 6;
  for (const MethodAnswer& answer : AskCallBaselines(question, types::Library::Empty())) {
    EXPECT_FALSE(answer.error.empty());
  }
}

}  // namespace
}  // namespace fastnode::qualify
