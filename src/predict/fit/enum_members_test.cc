#include "predict/fit/enum_members.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"
#include "predict/fit/patterns.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Texts = std::vector<std::string>;

// What is added at `$` to a list of names.
Texts Added(std::string text, std::vector<Completion> names = {}) {
  const Question question = QuestionAt(std::move(text));
  const Known known = KnownForTest();
  Result<FoundSite> site = FindSite(question.text, question.cursor);
  if (!site.ok() || site->at < 0) return {};
  Answer answer{site->task, site->prefix, std::move(names)};
  AddEnumMembers(*site, known, {}, answer);
  return TextsOf(answer.completions);
}

const std::string kTone =
    "from enum import Enum\n\n\nclass Tone(Enum):\n    HIGH = 'h'\n    LOW = 'l'\n\n"
    "    def mix(self): ...\n\n\ndef play(what, tone: Tone = Tone.LOW): ...\n\n\n";

TEST(EnumMembers, TakeNothingFromAVariableOfTheType) {
  const std::vector<Completion> names = {{"tone", .4F, "name"}, {"what", .3F, "name"}};
  EXPECT_EQ(Added(kTone + "def f(tone: Tone, what) -> Tone:\n    return $\n", names)[0], "tone");
  EXPECT_EQ(Added(kTone + "def f(tone: int, what) -> Tone:\n    return $\n", names)[0], "Tone.LOW");
}

TEST(EnumMembers, StandWhereOneIsDeclared) {
  for (const char* place :
       {"def f(tone: Tone):\n    if tone == $\n", "def f(tone: Tone):\n    return tone is not $\n",
        "def f(tone: Tone):\n    return tone in ($)\n", "play(1, tone=$)\n", "play(1, $)\n",
        "def f() -> Tone:\n    return $\n", "x: Tone = $\n", "def f(tone: Tone = $): ...\n"}) {
    EXPECT_THAT(Added(kTone + place), testing::UnorderedElementsAre("Tone.HIGH", "Tone.LOW"))
        << place;
  }
  for (const char* place : {"x = $\n", "print($)\n", "def f(x: int):\n    return x == $\n",
                            "def f(tone: Tone):\n    return $ == tone\n"}) {
    EXPECT_THAT(Added(kTone + place), IsEmpty()) << place;
  }
  EXPECT_THAT(Added(kTone + "class A:\n    def __init__(self):\n        self.tone = Tone.LOW\n\n"
                            "    def f(self):\n        self.tone = $\n"),
              ElementsAre("Tone.LOW", "Tone.HIGH"));
}

TEST(EnumMembers, ComeWhereTheyAreAskedForFirstAndLastWhereTheyWere) {
  EXPECT_THAT(Added(kTone + "def f(tone: Tone):\n    if tone == Tone.LOW:\n        pass\n"
                            "    elif tone == $\n"),
              ElementsAre("Tone.HIGH", "Tone.LOW"));
  // Of what is passed, a variable may be as likely; the class alone says less.
  const std::vector<Completion> names = {{"tone", 0.9F, "name"}, {"Tone", 0.1F, "class"}};
  EXPECT_THAT(Added(kTone + "play(1, $)\n", names),
              ElementsAre("tone", "Tone.LOW", "Tone.HIGH", "Tone"));
  EXPECT_THAT(Added(kTone + "def f(tone: Tone):\n    if tone == T$\n"), testing::SizeIs(2));
  EXPECT_THAT(Added(kTone + "def f(tone: Tone):\n    if tone == x$\n"), IsEmpty());
}

TEST(EnumMembers, AreTheFirstThatAPatternMayBe) {
  auto offered = [](std::string text) {
    const Question question = QuestionAt(std::move(text));
    const std::optional<PatternPlace> place = FindPattern(question);
    if (!place) return Texts();
    Result<Answer> answer = CompletePattern(*place, KnownForTest(), {});
    Texts texts = answer.ok() ? TextsOf(answer->completions) : Texts();
    texts.resize(std::min<size_t>(texts.size(), 2));
    return texts;
  };
  EXPECT_THAT(offered(kTone + "def f(tone: Tone):\n    match tone:\n        case $\n"),
              ElementsAre("Tone.HIGH", "Tone.LOW"));
  EXPECT_THAT(offered(kTone + "def f(tone: Tone):\n    match tone:\n        case Tone.HIGH:\n"
                              "            pass\n        case $\n"),
              ElementsAre("Tone.LOW", "_"));
  EXPECT_THAT(offered("class A: ...\n\n\nclass B: ...\n\n\nclass C: ...\n\n\n"
                      "def f(x: A | B):\n    match x:\n        case A():\n            pass\n"
                      "        case $\n"),
              ElementsAre("B", "_"));
}

}  // namespace
}  // namespace fastnode::predict
