// Planted faults: whatever would make a model look better than it is must be found.
#include "qualify/measure/faults.h"

#include <gtest/gtest.h>

#include "qualify/ask/ask_for_test.h"
#include "qualify/ask/condition.h"
#include "qualify/measure/measure.h"
#include "qualify/measure/metrics.h"

namespace fastnode::qualify {
namespace {

constexpr char kSource[] = "shelf = Shelf()\nshelf.label.upper()\nprint(shelf)\n";

Site LabelSite() {
  Site site;
  SetBlankOfName(kSource, "label", site);
  return site;
}

Question Ask(Condition condition = Condition::kWholeFile) {
  Question question;
  const Site site = LabelSite();
  Pose(kSource, site, condition, question);
  return question;
}

TEST(Faults, HonestQuestionsPassUnderEveryCondition) {
  for (int c = 0; c < pack::kNumConditions; ++c) {
    const auto condition = static_cast<Condition>(c);
    EXPECT_EQ(FaultOf(Ask(condition), LabelSite(), kSource), "") << pack::Name(condition);
  }
}

TEST(Faults, AnAnswerThatIsLeftVisibleIsFound) {
  Question question = Ask();
  question.text = kSource;
  EXPECT_NE(FaultOf(question, LabelSite(), kSource), "");
}

TEST(Faults, AHalfRemovedAnswerIsFound) {
  Question question = Ask();
  question.text.insert(question.offset, "bel");
  EXPECT_NE(FaultOf(question, LabelSite(), kSource), "");
}

TEST(Faults, TwoHolesAreFound) {
  Question question = Ask();
  question.text.erase(question.text.find("upper"), 5);
  EXPECT_EQ(FaultOf(question, LabelSite(), kSource), "");
  question.text.erase(question.text.find("(shelf)"), 7);
  EXPECT_NE(FaultOf(question, LabelSite(), kSource), "");
}

TEST(Faults, AWrongCursorIsFound) {
  for (int64_t shift : {-1, 1, 1000}) {
    Question question = Ask();
    question.offset += static_cast<uint64_t>(shift);
    EXPECT_NE(FaultOf(question, LabelSite(), kSource), "") << shift;
  }
}

TEST(Faults, TypedLettersThatAreNotTheAnswersAreFound) {
  Question question = Ask();
  question.prefix = "x";
  question.text.insert(question.offset++, "x");
  EXPECT_NE(FaultOf(question, LabelSite(), kSource), "");
}

Measured Numbers() {
  Measured measured;
  measured.methods = {"model", "counts"};
  measured.ranks = {{0, kNotFound, 2}, {1, 1, kNotFound}};
  measured.errors = {{{"too hard", 1}}, {}};
  return measured;
}

TEST(Faults, HonestNumbersPass) { EXPECT_EQ(FaultOf(Numbers(), 3), ""); }

TEST(Faults, SitesThatFellOutOfTheDenominatorAreFound) {
  Measured measured = Numbers();
  measured.ranks[0] = {0, 2};  // the error's site left out
  EXPECT_NE(FaultOf(measured, 3), "");
}

TEST(Faults, ErrorsThatAreNoMissesAreFound) {
  Measured measured = Numbers();
  measured.ranks[0][1] = 0;
  EXPECT_NE(FaultOf(measured, 3), "");
}

}  // namespace
}  // namespace fastnode::qualify
