#include "qualify/ask/condition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "qualify/ask/ask_for_test.h"
#include "qualify/ask/calls.h"
#include "qualify/ask/chains.h"
#include "qualify/ask/decisions.h"

namespace fastnode::qualify {
namespace {

Site NameAt(const std::string& source, const std::string& name) {
  Site site;
  SetBlankOfName(source, name, site);
  return site;
}

Question Posed(const std::string& source, const std::string& name, Condition condition) {
  Question question;
  Pose(source, NameAt(source, name), condition, question);
  return question;
}

TEST(ConditionTest, TheNameIsGoneButForWhatWasTyped) {
  const std::string source = "y = a.begin(x)[0].b + 1\nb.end\n";
  const std::pair<Condition, const char*> expected[] = {
      {Condition::kWholeFile, "y = a.$(x)[0].b + 1\nb.end\n"},
      {Condition::kExpressionEnds, "y = a.$ + 1\nb.end\n"},
      {Condition::kRestOfLine, "y = a.$\nb.end\n"},
      {Condition::kNothingBelow, "y = a.$"},
      {Condition::kOneTyped, "y = a.b$\nb.end\n"},
      {Condition::kTwoTyped, "y = a.be$\nb.end\n"}};
  for (const auto& [condition, text] : expected) {
    Question question = Posed(source, "begin", condition);
    EXPECT_EQ(question.text.insert(question.offset, "$"), text) << pack::Name(condition);
    EXPECT_EQ(question.prefix.size(), static_cast<size_t>(pack::NumTyped(condition)));
  }
}

TEST(ConditionTest, SomethingIsAlwaysLeftToGuess) {
  EXPECT_EQ(Posed("a.xy\n", "xy", Condition::kTwoTyped).prefix, "x");
  EXPECT_EQ(Posed("a.é\n", "é", Condition::kOneTyped).prefix, "");
  EXPECT_EQ(Posed("a.éa\n", "éa", Condition::kTwoTyped).text, "a.é\n");
}

// Of one site of a kind, the first that expects an answer.
std::string PosedOf(const SiteKind& kind, const std::string& text, const std::string& expected,
                    Condition condition) {
  const SiteList list = SitesOf(kind, text);
  for (const Site& site : list.sites) {
    if (site.expected != expected) continue;
    Question question;
    Pose(text, site, condition, question);
    return question.text.insert(question.offset, "$");
  }
  return "no such site";
}

TEST(ConditionTest, OfWholeCalls) {
  auto posed = [](Condition condition) {
    return PosedOf(CallSites(), "y = g( a,\n  b ).c(d) + 1\nz\n", "a, b)", condition);
  };
  EXPECT_EQ(posed(Condition::kWholeFile), "y = g($).c(d) + 1\nz\n");
  EXPECT_EQ(posed(Condition::kExpressionEnds), "y = g($) + 1\nz\n");
  EXPECT_EQ(posed(Condition::kRestOfLine), "y = g($\nz\n");
  EXPECT_EQ(posed(Condition::kNothingBelow), "y = g($");
}

TEST(ConditionTest, OfWholeExpressions) {
  auto posed = [](Condition condition) {
    return PosedOf(ChainSites(), "y = a.b(c).d + 1\nz\n", "b(c).d", condition);
  };
  EXPECT_EQ(posed(Condition::kWholeFile), "y = a.$ + 1\nz\n");
  EXPECT_EQ(posed(Condition::kRestOfLine), "y = a.$\nz\n");
  EXPECT_EQ(posed(Condition::kNothingBelow), "y = a.$");
}

TEST(ConditionTest, OfSingleDecisions) {
  auto posed = [](const std::string& expected, Condition condition) {
    return PosedOf(DecisionSites(), "y = g(a, key=b)\nz\n", expected, condition);
  };
  EXPECT_EQ(posed("key", Condition::kWholeFile), "y = g(a, $)\nz\n");
  EXPECT_EQ(posed("key", Condition::kRestOfLine), "y = g(a, $\nz\n");
  EXPECT_EQ(PosedOf(DecisionSites(), "g()\nz\n", "stop", Condition::kRestOfLine), "g($\nz\n");
  EXPECT_EQ(PosedOf(DecisionSites(), "x.y(1)\nz\n", "x", Condition::kRestOfLine), "$\nz\n");
}

TEST(ConditionTest, KeysSavedAreThoseThatNeedNotBePressed) {
  std::vector<Site> sites;
  for (const char* name : {"begin", "begin", "begin", "begin", "x"}) {
    sites.emplace_back().expected = name;
  }
  // Seen at once; after one character; after two; never; at once, but no shorter than typing it.
  EXPECT_THAT(KeysSaved(sites, {{4, 5, -1, 9, 0}, {0, 0, 5, 9, 0}, {0, 0, 4, 9, 0}}),
              testing::ElementsAre(1 - 1 / 5., 1 - 2 / 5., 1 - 3 / 5., 0, 0));
}

}  // namespace
}  // namespace fastnode::qualify
