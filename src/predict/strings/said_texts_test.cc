#include "predict/strings/said_texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"
#include "predict/strings/keys.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The strings that may stand at `$`.
std::vector<std::string> Offered(std::string text) {
  const auto answer = CompleteKey(QuestionAt(std::move(text)), KnownForTest(), {});
  if (!answer.ok() || !answer->has_value()) return {};
  return TextsOf((*answer)->completions);
}

const std::string kKinds =
    "def f(kind, e):\n    if kind == 'error':\n        pass\n    x(kind='note', size='big')\n"
    "    y(kind='text')\n    if e.kind in ('warning', 'error'):\n        pass\n";

TEST(SaidTexts, WhatANameIsComparedWithElsewhereThenWhatItIsGiven) {
  for (const char* asked :
       {"if kind == '$':\n    pass\n", "if e.kind != '$':\n    pass\n",
        "if row['kind'] in ['$']:\n    pass\n", "if row.get('kind') == '$':\n    pass\n"}) {
    EXPECT_THAT(Offered(kKinds + asked), ElementsAre("error", "warning", "note", "text")) << asked;
  }
  EXPECT_THAT(Offered(kKinds + "if other == '$':\n    pass\n"), IsEmpty());
  EXPECT_THAT(Offered(kKinds + "kind = '$'\n"), IsEmpty());
}

TEST(SaidTexts, WhatAKeywordIsGivenInSuchCallsFirst) {
  EXPECT_THAT(Offered(kKinds + "y(kind='$')\n"), ElementsAre("error", "text", "note", "warning"));
  EXPECT_THAT(Offered(kKinds + "y(label='$')\n"), IsEmpty());
}

TEST(SaidTexts, WhatPeopleReadIsNewEachTime) {
  EXPECT_THAT(Offered("x = Label(text='Quit')\ny = Button(text='$')\n"), IsEmpty());
  EXPECT_THAT(Offered("x = {'label': 'Size'}\ny = {'label': '$'}\n"), IsEmpty());
  EXPECT_THAT(Offered("x = {'state': 'normal'}\ny = {'state': '$'}\n"), ElementsAre("normal"));
}

TEST(SaidTexts, WhatTheSameChainHasAskedForIsNotAskedForAgain) {
  EXPECT_THAT(Offered(kKinds + "if kind == 'error':\n    pass\nelif kind == '$':\n    pass\n"),
              ElementsAre("error", "warning", "note", "text"));
  EXPECT_THAT(Offered("if kind == 'a':\n    pass\nelif kind == '$':\n    pass\n"), IsEmpty());
}

TEST(SaidTexts, ChoicesOfACommandLine) {
  const std::string head = "p.add_argument('-f', '--format', choices=['csv', 'json'])\n";
  EXPECT_THAT(Offered(head + "if args.format == '$':\n    pass\n"), ElementsAre("csv", "json"));
  EXPECT_THAT(Offered("p.add_argument('--f', dest='format', choices=('csv',))\n"
                      "if args.format == '$':\n    pass\n"),
              ElementsAre("csv"));
}

TEST(SaidTexts, CasesOfAMatch) {
  EXPECT_THAT(Offered("match x.kind:\n    case 'a' | 'b':\n        pass\n    case 'c':\n"
                      "        pass\nif x.kind == '$':\n    pass\n"),
              ElementsAre("a", "b", "c"));
}

}  // namespace
}  // namespace fastnode::predict
