// What stands around a site, as its tasks see it: known answers.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "collect/pack/analyse.h"
#include "collect/pack/cut.h"
#include "collect/pack/site.h"
#include "collect/pack/tasks/attribute.h"
#include "collect/pack/tasks/call_around.h"
#include "collect/pack/tasks/tasks.h"
#include "collect/pack/tasks/variables.h"

namespace fastnode::pack {
namespace {

// A cut of the n-th place whose answer it is.
class Asked {
 public:
  Asked(const std::string& text, Task task, std::string_view answer, int n = 0) {
    Result<AnalysedSource> source = Analyse(text);
    CHECK(source.ok());
    const types::Library library = types::Library::Empty();
    const Vocabularies vocabularies;
    const TaskRow& row = RowOf(task);
    const CutContext context{&library, &vocabularies, {}, {}};
    for (int32_t at = 0; at < static_cast<int32_t>(NumPlaces(*source, row.places)); ++at) {
      if (!Serves(*source, at, task)) continue;
      const Place place = PlaceAt(*source, row.places, at);
      if (row.truth(source->index.tree, place) != answer || n-- > 0) continue;
      Result<Cut> cut = CutSite(*source, at, task, context);
      CHECK(cut.ok());
      cut_ = *std::move(cut);
      return;
    }
    ADD_FAILURE() << "nobody asks for " << answer;
  }

  int Feature(std::string_view name, int slot) const {
    const auto at = std::find(cut_.candidates.begin(), cut_.candidates.end(), name);
    EXPECT_NE(at, cut_.candidates.end()) << name;
    if (at == cut_.candidates.end()) return -1;
    const auto i = static_cast<size_t>(at - cut_.candidates.begin());
    return cut_.sample.candidate_features[i * kNumCandidateFeatures + static_cast<size_t>(slot)];
  }
  int OfSite(int slot) const { return cut_.sample.site_features[static_cast<size_t>(slot)]; }

 private:
  Cut cut_;
};

constexpr char kRead[] =
    "def f(used, waiting, other):\n"
    "    made = g(used)\n"
    "    kept = g(used)\n"
    "    h(made)\n"
    "    print(made, kept)\n";

TEST(Around, AVariableWaitsUntilItIsRead) {
  const Asked asked(kRead, Task::kArgument, "made");
  EXPECT_EQ(asked.Feature("made", kUnread), kFlag);
  EXPECT_EQ(asked.Feature("kept", kUnread), kFlag);
  EXPECT_EQ(asked.Feature("waiting", kUnread), kFlag);
  EXPECT_EQ(asked.Feature("used", kUnread), 0);
  EXPECT_EQ(asked.Feature("waiting", kNeverRead), kFlag);
  EXPECT_EQ(asked.Feature("kept", kNeverRead), 0) << "it is read below";
  EXPECT_EQ(asked.Feature("waiting", kNextOfParameters), kFlag);
  EXPECT_EQ(asked.Feature("other", kNextOfParameters), 0);
  EXPECT_EQ(asked.OfSite(kUnreadVariables), QuantiseCount(4));
  EXPECT_EQ(asked.OfSite(kNeverReadVariables), QuantiseCount(2));
}

TEST(Around, DecisionsOfACallSeeWhatWaits) {
  const Asked kind(kRead, Task::kArgumentPlaceholder, bind::kNameText, 2);  // in h()
  EXPECT_EQ(kind.OfSite(kUnreadVariables), QuantiseCount(4));
  EXPECT_GT(kind.OfSite(kNearestUnread), 150);
}

TEST(Around, WhoPassesOnKeepsTheOrderOfParameters) {
  const Asked asked("def f(a, b, c):\n    g(a, b)\n", Task::kArgument, "b");
  EXPECT_EQ(asked.Feature("b", 12), kFlag);
  EXPECT_EQ(asked.Feature("c", 12), 0);
}

constexpr char kCalls[] =
    "red = blue = green = black = wall = door = 0\n"
    "paint(wall, 1, red)\n"
    "paint(door, 2, blue)\n"
    "paint(wall, 3, green)\n"
    "paint(wall, 4)\n"
    "other(wall, 1, black)\n";

TEST(Around, OtherCallsTellByTheirArgumentsSoFar) {
  const Asked asked(kCalls, Task::kArgument, "green");
  EXPECT_EQ(asked.Feature("red", kAfterSameKinds), QuantiseCount(1));
  EXPECT_EQ(asked.Feature("red", kAfterSameNames), QuantiseCount(1));
  EXPECT_EQ(asked.Feature("blue", kAfterSameKinds), QuantiseCount(1));
  EXPECT_EQ(asked.Feature("blue", kAfterSameNames), 0) << "behind another name";
  EXPECT_EQ(asked.Feature("blue", kInCallBefore), kFlag) << "the closest call before";
  EXPECT_EQ(asked.Feature("red", kInCallBefore), 0);

  const Asked kind(kCalls, Task::kArgumentKind, bind::kStopText, 2);
  EXPECT_EQ(kind.Feature(bind::kStopText, kInCallAfter), 0);
  EXPECT_EQ(kind.Feature(bind::kStopText, kInCallBefore), kFlag);
}

TEST(Around, AStringSaysHowManyValuesFollow) {
  const std::string text = "log('%s of %(n)d, 100 %%', a, b)\nlog('{} {{x}}', c)\nlog(d)\n";
  const Asked first(text, Task::kArgumentKind, bind::kPositionalText, 1);
  EXPECT_EQ(first.OfSite(kFormatsKnown), kFlag);
  EXPECT_EQ(first.OfSite(kFormatsLeft), QuantiseCount(2));
  const Asked end(text, Task::kArgumentKind, bind::kStopText);
  EXPECT_EQ(end.OfSite(kFormatsKnown), kFlag);
  EXPECT_EQ(end.OfSite(kFormatsLeft), 0);
  const Asked none(text, Task::kArgumentKind, bind::kStopText, 2);
  EXPECT_EQ(none.OfSite(kFormatsKnown), 0);
}

TEST(Around, AParameterIsKnownByVariablesOfItsName) {
  const Asked asked(
      "def paint(wall, colour=None): pass\ndef f(wall, my_colour):\n    paint(wall, my_colour)\n",
      Task::kArgumentPlaceholder, bind::kNameText);
  EXPECT_EQ(asked.OfSite(kParameterKnown), kFlag);
  EXPECT_EQ(asked.OfSite(kParameterVisible), kFlag);
  EXPECT_EQ(asked.OfSite(kParameterLike), QuantiseShare(1));
  EXPECT_EQ(asked.OfSite(kParametersVisible), QuantiseCount(1)) << "no variable is called colour";
}

TEST(Around, AKeywordIsLikelyWhereAVariableOfItsNameWaits) {
  const Asked asked(
      "def paint(wall, colour, size): pass\n"
      "def f(wall, size):\n    paint(wall, colour=1, size=size)\n",
      Task::kKeywordName, "size");
  EXPECT_EQ(asked.Feature("size", 74), kFlag);
  EXPECT_EQ(asked.Feature("size", 75), kFlag);
  EXPECT_EQ(asked.Feature("size", 76), kFlag) << "behind colour";
  EXPECT_EQ(asked.Feature("wall", 75), 0) << "it is passed already";
}

TEST(Around, WhatConditionsAndTheStatementSayOfAnAttribute) {
  using namespace attribute;
  const std::string text =
      "class Box(Shape):\n"
      "    def close(self, lid):\n"
      "        if self.lid_open and other.wet:\n"
      "            self.size + self.asked\n"
      "        self.close\n";
  const Asked asked(text, Task::kAttribute, "asked");
  EXPECT_EQ(asked.Feature("lid_open", kInGuard), kFlag);
  EXPECT_EQ(asked.Feature("lid_open", kInGuardOnBase), kFlag);
  EXPECT_EQ(asked.Feature("wet", kInGuard), kFlag);
  EXPECT_EQ(asked.Feature("wet", kInGuardOnBase), 0);
  EXPECT_EQ(asked.Feature("size", kOnBaseInStatement), kFlag);
  EXPECT_EQ(asked.Feature("size", kInGuard), 0);
  EXPECT_EQ(asked.Feature("close", kIsFunction), kFlag);
  EXPECT_EQ(asked.Feature("lid_open", kIsFunction), 0);
  EXPECT_EQ(asked.Feature("lid_open", kUnreadOverlap), QuantiseShare(0.5)) << "lid waits";
  EXPECT_EQ(asked.Feature("size", kUnreadOverlap), 0);
  const Asked condition(text, Task::kAttribute, "wet");
  EXPECT_EQ(condition.Feature("lid_open", kInGuard), 0) << "it is part of the condition itself";
}

}  // namespace
}  // namespace fastnode::pack
