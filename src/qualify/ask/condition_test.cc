#include "qualify/ask/condition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::qualify {
namespace {

Site NameAt(const std::string& source, const std::string& name) {
  Site site;
  site.offset = source.find(name);
  site.removed = name.size();
  site.expected = name;
  return site;
}

Question Posed(const std::string& source, const std::string& name, const Condition& condition) {
  Question question;
  Pose(source, NameAt(source, name), condition, question);
  return question;
}

TEST(ConditionTest, TheNameIsGoneButForWhatWasTyped) {
  const std::string source = "a.begin(x)\nb.end\n";
  Question question = Posed(source, "begin", {});
  EXPECT_EQ(question.text, "a.(x)\nb.end\n");
  EXPECT_EQ(question.offset, 2u);
  question = Posed(source, "begin", {"", 2, true});
  EXPECT_EQ(question.text, "a.be(x)\nb.end\n");
  EXPECT_EQ(question.offset, 4u);
  EXPECT_EQ(question.prefix, "be");
}

TEST(ConditionTest, SomethingIsAlwaysLeftToGuess) {
  EXPECT_EQ(Posed("a.xy\n", "xy", {"", 2, true}).prefix, "x");
  EXPECT_EQ(Posed("a.é\n", "é", {"", 1, true}).prefix, "");
  EXPECT_EQ(Posed("a.éa\n", "éa", {"", 2, true}).text, "a.é\n");
}

TEST(ConditionTest, NothingStandsBelowTheLine) {
  EXPECT_EQ(Posed("a.begin(x)\nb.end\n", "begin", {"", 0, false}).text, "a.(x)");
  EXPECT_EQ(Posed("a.begin(x)\nb.end", "end", {"", 0, false}).text, "a.begin(x)\nb.");
}

TEST(ConditionTest, TheExpressionEndsAtTheCursor) {
  const std::string source = "y = a.begin(x)[0].b + 1\n";
  Site site = NameAt(source, "begin");
  site.goes_on = std::string("(x)[0].b").size();
  Question question;
  Pose(source, site, {"", 0, true, false}, question);
  EXPECT_EQ(question.text, "y = a. + 1\n");
  Pose(source, site, {"", 2, true, false}, question);
  EXPECT_EQ(question.text, "y = a.be + 1\n");
}

TEST(ConditionTest, KeysSavedAreThoseThatNeedNotBePressed) {
  std::vector<Site> sites;
  for (const char* name : {"begin", "begin", "begin", "begin", "x"}) {
    sites.push_back(NameAt(name, name));
  }
  // Seen at once; after one character; after two; never; at once, but no shorter than typing it.
  EXPECT_THAT(KeysSaved(sites, {{4, 5, -1, 9, 0}, {0, 0, 5, 9, 0}, {0, 0, 4, 9, 0}}),
              testing::ElementsAre(1 - 1 / 5., 1 - 2 / 5., 1 - 3 / 5., 0, 0));
}

}  // namespace
}  // namespace fastnode::qualify
