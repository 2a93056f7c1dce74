#include "predict/other_calls.h"
#include "predict/asked/question_for_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/check.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Asked at the dollar.
OtherCalls Ask(std::string text) {
  const size_t at = TakeCursor(text);
  Result<FoundSite> site = FindSite(text, at);
  CHECK(site.ok() && site->at >= 0 && site->task == pack::Task::kArgument);
  return OtherCalls(*site);
}

std::vector<std::string> Texts(const OtherCalls& others) {
  std::vector<std::string> texts;
  for (const OtherCall& one : others.lists()) texts.push_back(one.text);
  return texts;
}

TEST(OtherCallsTest, EachListOnceTheMostFrequentFirstThoseOfTheSameTextBefore) {
  EXPECT_THAT(Texts(Ask("x.f(a)\nx.f(a)\nx.f(a)\ny.f(b, 1)\ny.f(b, 2)\ny.f(*a)\ny.g(c)\ny.f()\n"
                        "y.f($)\n")),
              ElementsAre("b, ...)", ")", "a)"));
}

TEST(OtherCallsTest, WhatGoesOnBehindTwelveIsNoList) {
  const std::string twelve = "a, a, a, a, a, a, a, a, a, a, a, a";
  EXPECT_THAT(Texts(Ask("f(" + twelve + ")\nf(" + twelve + ", b)\nf($)\n")),
              ElementsAre(twelve + ")"));
  EXPECT_THAT(Texts(Ask("f(" + twelve + ", b)\nf($)\n")), IsEmpty());
}

TEST(OtherCallsTest, WhatStandsBeforeIsDropped) {
  EXPECT_THAT(Texts(Ask("f(a, b, key=1)\nf(key=a)\nf()\nf(c, $)\n")), ElementsAre("b, key=...)"));
  EXPECT_THAT(Texts(Ask("f(a, b, key=1)\nf(c, key=$)\n")), IsEmpty());
}

TEST(OtherCallsTest, SharesHaveOneCallMoreThanThereIs) {
  const OtherCalls others = Ask("x.f(a, key=b)\ny.f(a, key=b)\nx.f(c, key=1)\nx.f(c)\nx.f($)\n");
  EXPECT_DOUBLE_EQ(others.ShareOfText("a, key=b)"), 1 / 4.0);
  EXPECT_DOUBLE_EQ(others.ShareOfText("b, key=b)"), 0);
  EXPECT_DOUBLE_EQ(others.ShareOfKeywords("b, key=b)"), 3 / 5.0);
  EXPECT_DOUBLE_EQ(others.ShareOfKeywords("...)"), 1 / 5.0);
  EXPECT_DOUBLE_EQ(others.ShareOfKeywords(")"), 0);
}

TEST(OtherCallsTest, ArgumentsAreCounted) {
  EXPECT_EQ(CountArguments(")"), 0);
  EXPECT_EQ(CountArguments("...)"), 1);
  EXPECT_EQ(CountArguments("a, key=...)"), 2);
}

}  // namespace
}  // namespace fastnode::predict
