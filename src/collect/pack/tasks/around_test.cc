// What stands around a site, as its tasks see it: known answers.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "collect/pack/analyse.h"
#include "collect/pack/cut.h"
#include "collect/pack/site.h"
#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {
namespace {

// A cut of the n-th place whose answer it is.
class Asked {
 public:
  Asked(const std::string& text, Task task, std::string_view answer, int n = 0)
      : row_(RowOf(task)) {
    Result<AnalysedSource> source = Analyse(text);
    CHECK(source.ok());
    const types::Library library = types::Library::Empty();
    const Vocabularies vocabularies;
    const CutContext context{&library, &vocabularies, {}, {}};
    for (int32_t at = 0; at < static_cast<int32_t>(NumPlaces(*source, row_.places)); ++at) {
      if (!Serves(*source, at, task)) continue;
      const Place place = PlaceAt(*source, row_.places, at);
      if (row_.truth(source->index.tree, place) != answer || n-- > 0) continue;
      Result<Cut> cut = CutSite(*source, at, task, context);
      CHECK(cut.ok());
      cut_ = *std::move(cut);
      return;
    }
    ADD_FAILURE() << "nobody asks for " << answer;
  }

  int Feature(std::string_view name, std::string_view feature) const {
    const auto at = std::find(cut_.candidates.begin(), cut_.candidates.end(), name);
    EXPECT_NE(at, cut_.candidates.end()) << name;
    if (at == cut_.candidates.end()) return -1;
    const auto i = static_cast<size_t>(at - cut_.candidates.begin());
    return cut_.sample
        .candidate_features[i * kNumCandidateFeatures + SlotOf(row_.features.slots, feature)];
  }
  int OfSite(std::string_view feature) const {
    return cut_.sample.site_features[SlotOf(row_.site_features.slots, feature)];
  }

 private:
  template <typename Slots>
  static size_t SlotOf(const Slots& slots, std::string_view name) {
    const auto slot = std::find_if(slots.begin(), slots.end(),
                                   [&](const auto& meaning) { return meaning.name == name; });
    CHECK(slot != slots.end());
    return static_cast<size_t>(slot - slots.begin());
  }

  const TaskRow& row_;
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
  EXPECT_EQ(asked.Feature("made", "unread"), kFlag);
  EXPECT_EQ(asked.Feature("kept", "unread"), kFlag);
  EXPECT_EQ(asked.Feature("waiting", "unread"), kFlag);
  EXPECT_EQ(asked.Feature("used", "unread"), 0);
  EXPECT_EQ(asked.Feature("waiting", "never_read"), kFlag);
  EXPECT_EQ(asked.Feature("kept", "never_read"), 0) << "it is read below";
  EXPECT_EQ(asked.Feature("waiting", "next_of_parameters"), kFlag);
  EXPECT_EQ(asked.Feature("other", "next_of_parameters"), 0);
  EXPECT_EQ(asked.OfSite("unread_variables"), QuantiseCount(4));
  EXPECT_EQ(asked.OfSite("never_read_variables"), QuantiseCount(2));
}

// An assignment binds when its value is known.
TEST(Around, TheTargetOfTheLineDoesNotWait) {
  for (const char* line : {"x = g(a)", "for x in g(a): pass", "n = x = g(a)", "x, n = g(a)"}) {
    const Asked asked("def f(a):\n    " + std::string(line) + "\n    print(x)\n", Task::kArgument,
                      "a");
    EXPECT_EQ(asked.OfSite("unread_variables"), QuantiseCount(1)) << line << ": a alone";
    EXPECT_EQ(asked.Feature("x", "unread"), 0) << line;
  }
  const Asked augmented("def f(a, n):\n    n += h(a)\n", Task::kArgument, "a");
  EXPECT_EQ(augmented.Feature("n", "unread"), kFlag) << "it was a parameter before";
}

TEST(Around, WhatIsBoundFromItselfWaitsAgain) {
  const Asked asked("def f(a, b):\n    a = a + b\n    for b in b: g(a)\n", Task::kArgument, "a");
  EXPECT_EQ(asked.Feature("a", "unread"), kFlag);
  EXPECT_EQ(asked.Feature("b", "unread"), kFlag);
}

TEST(Around, DecisionsOfACallSeeWhatWaits) {
  const Asked kind(kRead, Task::kArgumentPlaceholder, bind::kNameText, 2);  // in h()
  EXPECT_EQ(kind.OfSite("unread_variables"), QuantiseCount(4));
  EXPECT_GT(kind.OfSite("nearest_unread"), 150);
}

TEST(Around, WhoPassesOnKeepsTheOrderOfParameters) {
  const Asked asked("def f(a, b, c):\n    g(a, b)\n", Task::kArgument, "b");
  EXPECT_EQ(asked.Feature("b", "follows_parameter"), kFlag);
  EXPECT_EQ(asked.Feature("c", "follows_parameter"), 0);
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
  EXPECT_EQ(asked.Feature("red", "after_same_kinds"), QuantiseCount(1));
  EXPECT_EQ(asked.Feature("red", "after_same_names"), QuantiseCount(1));
  EXPECT_EQ(asked.Feature("blue", "after_same_kinds"), QuantiseCount(1));
  EXPECT_EQ(asked.Feature("blue", "after_same_names"), 0) << "behind another name";
  EXPECT_EQ(asked.Feature("blue", "in_call_before"), kFlag) << "the closest call before";
  EXPECT_EQ(asked.Feature("red", "in_call_before"), 0);

  const Asked kind(kCalls, Task::kArgumentKind, bind::kStopText, 2);
  EXPECT_EQ(kind.Feature(bind::kStopText, "in_call_after"), 0);
  EXPECT_EQ(kind.Feature(bind::kStopText, "in_call_before"), kFlag);
}

TEST(Around, AStringSaysHowManyValuesFollow) {
  const std::string text = "log('%s of %(n)d, 100 %%', a, b)\nlog('{} {{x}}', c)\nlog(d)\n";
  const Asked first(text, Task::kArgumentKind, bind::kPositionalText, 1);
  EXPECT_EQ(first.OfSite("formats_known"), kFlag);
  EXPECT_EQ(first.OfSite("formats_left"), QuantiseCount(2));
  const Asked end(text, Task::kArgumentKind, bind::kStopText);
  EXPECT_EQ(end.OfSite("formats_known"), kFlag);
  EXPECT_EQ(end.OfSite("formats_left"), 0);
  for (const char* other : {"f'{a} {b}'", "'[{\"a\": 1}]'", "'x'", "r'\\d{3,4}'"}) {
    const Asked no_format("log(" + std::string(other) + ", a)\n", Task::kArgumentKind,
                          bind::kPositionalText, 1);
    EXPECT_EQ(no_format.OfSite("formats_left"), 0) << other;
  }
  const Asked none(text, Task::kArgumentKind, bind::kStopText, 2);
  EXPECT_EQ(none.OfSite("formats_known"), 0);
}

TEST(Around, AParameterIsKnownByVariablesOfItsName) {
  const Asked asked(
      "def paint(wall, colour=None): pass\ndef f(wall, my_colour):\n    paint(wall, my_colour)\n",
      Task::kArgumentPlaceholder, bind::kNameText);
  EXPECT_EQ(asked.OfSite("parameter_known"), kFlag);
  EXPECT_EQ(asked.OfSite("parameter_visible"), kFlag);
  EXPECT_EQ(asked.OfSite("parameter_like"), QuantiseShare(1));
  EXPECT_EQ(asked.OfSite("parameters_visible"), QuantiseCount(1)) << "no variable is called colour";
}

TEST(Around, AKeywordIsLikelyWhereAVariableOfItsNameWaits) {
  const Asked asked(
      "def paint(wall, colour, size): pass\n"
      "def f(wall, size):\n    paint(wall, colour=1, size=size)\n",
      Task::kKeywordName, "size");
  EXPECT_EQ(asked.Feature("size", "is_variable"), kFlag);
  EXPECT_EQ(asked.Feature("size", "variable_unread"), kFlag);
  EXPECT_EQ(asked.Feature("size", "behind_last_filled"), kFlag) << "behind colour";
  EXPECT_EQ(asked.Feature("wall", "variable_unread"), 0) << "it is passed already";
}

TEST(Around, BehindAKeywordThatIsNoParameterNothingIsNext) {
  const Asked asked("def g(a, b, **kw): pass\ng(1, zzz=2, b=4)\n", Task::kKeywordName, "b");
  EXPECT_EQ(asked.Feature("a", "behind_last_filled"), 0);
  EXPECT_EQ(asked.Feature("b", "behind_last_filled"), 0);
}

TEST(Around, AConditionThatDoesNotHoldIsNoGuard) {
  const std::string text =
      "if self.shut: pass\nelif self.open: self.first\nelse: self.last\n"
      "while self.wet: self.third\nelse: self.fourth\n";
  const Asked in_elif(text, Task::kAttribute, "first"), in_else(text, Task::kAttribute, "last");
  EXPECT_EQ(in_elif.Feature("open", "in_guard_on_base"), kFlag);
  EXPECT_EQ(in_elif.Feature("shut", "in_guard"), 0);
  EXPECT_EQ(in_else.Feature("shut", "in_guard"), 0);
  EXPECT_EQ(in_else.Feature("open", "in_guard"), 0);
  const Asked in_while(text, Task::kAttribute, "third"), after(text, Task::kAttribute, "fourth");
  EXPECT_EQ(in_while.Feature("wet", "in_guard_on_base"), kFlag);
  EXPECT_EQ(after.Feature("wet", "in_guard"), 0);
}

TEST(Around, WhatConditionsAndTheStatementSayOfAnAttribute) {
  const std::string text =
      "class Box(Shape):\n"
      "    def close(self, lid):\n"
      "        if self.lid_open and other.wet:\n"
      "            self.size + self.asked\n"
      "        self.close\n";
  const Asked asked(text, Task::kAttribute, "asked");
  EXPECT_EQ(asked.Feature("lid_open", "in_guard"), kFlag);
  EXPECT_EQ(asked.Feature("lid_open", "in_guard_on_base"), kFlag);
  EXPECT_EQ(asked.Feature("wet", "in_guard"), kFlag);
  EXPECT_EQ(asked.Feature("wet", "in_guard_on_base"), 0);
  EXPECT_EQ(asked.Feature("size", "on_base_in_statement"), kFlag);
  EXPECT_EQ(asked.Feature("size", "in_guard"), 0);
  EXPECT_EQ(asked.Feature("close", "is_function"), kFlag);
  EXPECT_EQ(asked.Feature("lid_open", "is_function"), 0);
  EXPECT_EQ(asked.Feature("lid_open", "unread_overlap"), QuantiseShare(0.5)) << "lid waits";
  EXPECT_EQ(asked.Feature("size", "unread_overlap"), 0);
  const Asked condition(text, Task::kAttribute, "wet");
  EXPECT_EQ(condition.Feature("lid_open", "in_guard"), 0) << "it is part of the condition itself";
}

TEST(Around, AKeyNamesWhatIsPutUnderIt) {
  const std::string text = "row['width'] = box.asked + box.width\nbox.height\n";
  const Asked asked(text, Task::kAttribute, "asked");
  EXPECT_GT(asked.Feature("width", "target_overlap"), 0);
  EXPECT_EQ(asked.Feature("height", "target_overlap"), 0);
}

}  // namespace
}  // namespace fastnode::pack
