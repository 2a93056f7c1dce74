#include "predict/strings/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

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

}  // namespace
}  // namespace fastnode::predict
