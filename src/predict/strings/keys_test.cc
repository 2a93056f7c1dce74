#include "predict/strings/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const std::string kTone =
    "from enum import Enum\n\n\nclass Tone(Enum):\n    HIGH = 'h'\n    LOW = 'l'\n\n"
    "    def mix(self): ...\n\n\ndef play(what, tone: Tone = Tone.LOW): ...\n\n\n";

TEST(Keys, EnumMembersAreSpelledAsTextsWhereTheyAreTexts) {
  auto offered = [](std::string text) {
    Result<std::optional<Answer>> answer =
        CompleteKey(QuestionAt(std::move(text)), KnownForTest(), {});
    return answer.ok() && answer->has_value() ? TextsOf((*answer)->completions)
                                              : std::vector<std::string>();
  };
  EXPECT_THAT(offered(kTone + "x = Tone('$')\n"), ElementsAre("h", "l"));
  EXPECT_THAT(offered(kTone + "def f(x: Tone):\n    return x.value == '$'\n"),
              ElementsAre("h", "l"));
  EXPECT_THAT(offered(kTone + "def f(x: Tone):\n    return x == '$'\n"), IsEmpty());
  EXPECT_THAT(offered("from typing import Literal\n\n\ndef f(x: Literal['a', 'b']):\n"
                      "    return x in ('a', '$')\n"),
              ElementsAre("a", "b"));
}

// What is added where no quote is typed, to an answer that has `names` already.
std::vector<std::string> Added(std::string text, const std::vector<std::string>& names = {}) {
  const Known known = KnownForTest();
  Result<FoundSite> site = FindSite(QuestionAt(std::move(text)), known, {});
  if (!site.ok()) return {"error"};
  Answer answer{site->task, site->prefix, {}};
  for (const std::string& name : names) answer.completions.push_back({name, 0.1F, "name"});
  AddKeys(*site, known, {}, answer);
  return TextsOf(answer.completions);
}

TEST(Keys, ThoseThatAreNoTextsAreCode) {
  EXPECT_THAT(Added("sizes = {1: 2, b'cup': 3, 'pot': 4}\nx = sizes[$]\n"),
              ElementsAre("1", "b'cup'", "'pot'"));
  EXPECT_THAT(Added("sizes = {}\nsizes[b'cup'] = 3\nx = sizes[$]\n"), ElementsAre("b'cup'"));
  EXPECT_THAT(Added("from typing import Literal, Mapping\n\n\n"
                    "def f(sizes: Mapping[Literal['cup', b'pot', 7], int]):\n    sizes[$]\n"),
              ElementsAre("'cup'", "b\"pot\"", "7"));
  EXPECT_THAT(Added("from typing import Literal\n\n\nclass Shelf:\n"
                    "    def __getitem__(self, row: Literal[1, 2]): ...\n\n\nShelf()[$]\n"),
              ElementsAre("1", "2"));
  EXPECT_THAT(Added("from typing import Literal, overload\n\n\nclass Shelf:\n"
                    "    @overload\n    def __getitem__(self, row: Literal['cup']) -> int: ...\n"
                    "    @overload\n    def __getitem__(self, row: Literal['pot']) -> str: ...\n"
                    "    def __getitem__(self, row): ...\n\n\nShelf()[$]\n"),
              ElementsAre("'cup'", "'pot'"));
}

TEST(Keys, ANameThatIsAKeyStandsThereOnce) {
  EXPECT_THAT(Added("sizes = {None: 1, 2: 3}\nx = sizes[$]\n", {"None", "sizes"}),
              ElementsAre("None", "2", "sizes"));
}

TEST(Keys, LettersMayBeThoseOfTheLastName) {
  const std::string sizes = "sizes = {Size.CUP: 1, Size.POT: 2, (1, CUP.x): 3}\n";
  EXPECT_THAT(Added(sizes + "x = sizes[CU$]\n"), ElementsAre("Size.CUP"));
  EXPECT_THAT(Added(sizes + "x = sizes[Si$]\n"), ElementsAre("Size.CUP", "Size.POT"));
  EXPECT_THAT(Added(sizes + "x = sizes[UP$]\n"), IsEmpty());
}

TEST(Keys, ATypedDictionaryThatHasSomeGetsTheRest) {
  const std::string head =
      "from typing import TypedDict\n\n\nclass Part(TypedDict):\n    label: str\n"
      "    weight: int\n\n\ndef pack(part: Part): ...\n\n\n";
  EXPECT_THAT(Added(head + "pack({$})\n"), ElementsAre("'label'", "'weight'"));
  EXPECT_THAT(Added(head + "pack({'label': 'a', $})\n"), ElementsAre("'weight'"));
  EXPECT_THAT(Added(head + "pack({\n    'weight': 1,  # so, {\n    $\n"), ElementsAre("'label'"));
  EXPECT_THAT(Added(head + "print({'label': 'a', $})\n"), IsEmpty());
}

TEST(Keys, LiteralsAreThoseOfEveryOverload) {
  const std::string head =
      "from typing import Literal, overload\n\n\n"
      "@overload\ndef fill(what: Literal['cup']) -> int: ...\n"
      "@overload\ndef fill(what: Literal['pot']) -> str: ...\ndef fill(what): ...\n\n\n"
      "def heat(*tones: Literal['warm'], mode: Literal['slow']): ...\n\n\n";
  EXPECT_THAT(Added(head + "fill($)\n"), UnorderedElementsAre("'cup'", "'pot'"));
  EXPECT_THAT(Added(head + "heat('warm', $)\n"), ElementsAre("'warm'"));
  EXPECT_THAT(Added(head + "heat('warm', mode=$)\n"), ElementsAre("'slow'"));
}

}  // namespace
}  // namespace fastnode::predict
