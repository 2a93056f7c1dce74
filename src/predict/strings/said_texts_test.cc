#include "predict/strings/said_texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/strings/strings_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kKinds =
    "def f(kind, e):\n    if kind == 'error':\n        pass\n    x(kind='note', size='big')\n"
    "    y(kind='text')\n    if e.kind in ('warning', 'error'):\n        pass\n";

TEST(SaidTexts, WhatANameIsComparedWithElsewhereThenWhatItIsGiven) {
  for (const char* asked :
       {"if kind == '$':\n    pass\n", "if e.kind != '$':\n    pass\n",
        "if row['kind'] in ['$']:\n    pass\n", "if row.get('kind') == '$':\n    pass\n"}) {
    EXPECT_THAT(StringsAt(kKinds + asked), ElementsAre("error", "warning", "note", "text"))
        << asked;
  }
  EXPECT_THAT(StringsAt(kKinds + "if other == '$':\n    pass\n"), IsEmpty());
  EXPECT_THAT(StringsAt(kKinds + "kind = '$'\n"), IsEmpty());
}

TEST(SaidTexts, WhatAKeywordIsGivenInSuchCallsFirst) {
  EXPECT_THAT(StringsAt(kKinds + "y(kind='$')\n"), ElementsAre("error", "text", "note", "warning"));
  EXPECT_THAT(StringsAt(kKinds + "y(label='$')\n"), IsEmpty());
}

TEST(SaidTexts, WhatPeopleReadIsNewEachTime) {
  EXPECT_THAT(StringsAt("x = Label(text='Quit')\ny = Button(text='$')\n"), IsEmpty());
  EXPECT_THAT(StringsAt("x = {'label': 'Size'}\ny = {'label': '$'}\n"), IsEmpty());
  EXPECT_THAT(StringsAt("x = {'state': 'normal'}\ny = {'state': '$'}\n"), ElementsAre("normal"));
}

TEST(SaidTexts, WhatTheSameChainHasAskedForIsNotAskedForAgain) {
  EXPECT_THAT(StringsAt(kKinds + "if kind == 'error':\n    pass\nelif kind == '$':\n    pass\n"),
              ElementsAre("error", "warning", "note", "text"));
  EXPECT_THAT(StringsAt("if kind == 'a':\n    pass\nelif kind == '$':\n    pass\n"), IsEmpty());
}

TEST(SaidTexts, ChoicesOfACommandLine) {
  const std::string head = "p.add_argument('-f', '--format', choices=['csv', 'json'])\n";
  EXPECT_THAT(StringsAt(head + "if args.format == '$':\n    pass\n"), ElementsAre("csv", "json"));
  EXPECT_THAT(StringsAt("p.add_argument('--f', dest='format', choices=('csv',))\n"
                        "if args.format == '$':\n    pass\n"),
              ElementsAre("csv"));
}

TEST(SaidTexts, CasesOfAMatch) {
  EXPECT_THAT(StringsAt("match x.kind:\n    case 'a' | 'b':\n        pass\n    case 'c':\n"
                        "        pass\nif x.kind == '$':\n    pass\n"),
              ElementsAre("a", "b", "c"));
}

}  // namespace
}  // namespace fastnode::predict
