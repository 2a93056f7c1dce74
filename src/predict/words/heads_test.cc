#include "predict/words/heads.h"
#include "predict/asked/question_for_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

using ::testing::ElementsAre;

// The cursor stands at "$".
std::vector<std::string_view> Words(std::string text) {
  const size_t cursor = TakeCursor(text);
  return FindHeadWords(text, cursor).value_or(std::vector<std::string_view>{"no such place"});
}

TEST(HeadsTest, WhatTheLineLooksLike) {
  EXPECT_THAT(Words("$ lock:\n    pass\n"), ElementsAre("if", "with", "while"));
  EXPECT_THAT(Words("$ open(p):\n    pass\n"), ElementsAre("with", "if", "while"));
  EXPECT_THAT(Words("$ open(p) as f:\n    pass\n"), ElementsAre("with"));
  EXPECT_THAT(Words("$ a, (b, c) in x:\n    pass\n"), ElementsAre("for", "if", "while"));
  EXPECT_THAT(Words("$ a.b in x:\n    pass\n"), ElementsAre("if", "while"));
  EXPECT_THAT(Words("$ x is None:\n    pass\n"), ElementsAre("if", "while"));
  EXPECT_THAT(Words("$ f(x) -> int:\n    pass\n"), ElementsAre("def"));
  EXPECT_THAT(Words("$ f(x, y=1):\n    pass\n"), ElementsAre("def", "if", "with", "while"));
  EXPECT_THAT(Words("def f(): ...\n$ f(x):\n    pass\n"),
              ElementsAre("def", "if", "with", "while"));
  EXPECT_THAT(Words("def f(x):\n    $ isinstance(x, str):\n        pass\n"),
              ElementsAre("if", "with", "while", "def"));
  EXPECT_THAT(Words("def f(x):\n    $ isinstance(x.y, str):\n        pass\n"),
              ElementsAre("if", "with", "while"));
  EXPECT_THAT(Words("with pytest.raises(E):\n    a\n$ pytest.raises(E):\n    pass\n"),
              ElementsAre("with", "if", "while"));
  EXPECT_THAT(Words("class A:\n    $ close(self):\n        pass\n"),
              ElementsAre("def", "class", "if", "with"));
  EXPECT_THAT(Words("class A:\n    $ Meta:\n        pass\n"),
              ElementsAre("class", "def", "if", "with"));
  EXPECT_THAT(Words("$ Shop(codecs.Shop):\n    pass\n"), ElementsAre("class", "def", "if", "with"));
  EXPECT_THAT(Words("$ Shop:\n    pass\n"), ElementsAre("class", "def", "if", "with", "while"));
}

TEST(HeadsTest, WhatStandsRoundIt) {
  EXPECT_THAT(Words("$ x:\n    case 1:\n        pass\n"), ElementsAre("match"));
  EXPECT_THAT(Words("if x < 1:\n    b\n$ x > 1:\n    pass\n"), ElementsAre("elif", "if", "while"));
  EXPECT_THAT(Words("if a:\n    b\n$ x > 1:\n    pass\n"), ElementsAre("if", "elif", "while"));
  EXPECT_THAT(Words("if x < 1:\n    b\n\n$ x > 1:\n    pass\n"),
              ElementsAre("if", "elif", "while"));
  EXPECT_THAT(Words("def f(x):\n    $ x in y:\n        pass\n"), ElementsAre("if", "for", "while"));
  EXPECT_THAT(Words("def f(y):\n    $ x in y:\n        pass\n"), ElementsAre("for", "if", "while"));
  EXPECT_THAT(Words("$ x not in y:\n    pass\n"), ElementsAre("if", "while"));
  EXPECT_THAT(Words("if x < 1:\n    return\n$ x > 1:\n    pass\n"),
              ElementsAre("if", "elif", "while"));
  EXPECT_THAT(Words("try:\n    b\nexcept A:\n    c\n$ open(p) as f:\n    pass\n"),
              ElementsAre("with"));
  EXPECT_THAT(Words("try:\n    b\nexcept A:\n    c\n$ B as f:\n    pass\n"), ElementsAre("except"));
  EXPECT_THAT(Words("try:\n    b\n$ KeyError:\n    pass\n"), ElementsAre("except"));
  EXPECT_THAT(Words("try:\n    b\n$ shop.Error as e:\n    pass\n"), ElementsAre("except"));
  EXPECT_THAT(Words("try:\n    b\n$ (A, B):\n    pass\n"), ElementsAre("except"));
  EXPECT_THAT(Words("$ True:\n    pass\n"), ElementsAre("while", "if"));
  EXPECT_THAT(Words("if a:\n    b\n$:\n    pass\n"), ElementsAre("else", "try"));
  EXPECT_THAT(Words("try:\n    b\n$:\n    pass\n"), ElementsAre("except", "finally"));
  EXPECT_THAT(Words("try:\n    b\nexcept A:\n    c\n$:\n    pass\n"),
              ElementsAre("except", "finally", "else", "try"));
  EXPECT_THAT(Words("a\n$:\n    pass\n"), ElementsAre("try"));
  EXPECT_THAT(Words("if a:\n    $ x > 1:\n        pass\n"), ElementsAre("if", "while"));
}

TEST(HeadsTest, ElsewhereThereIsNoSuchPlace) {
  for (const char* text : {"$ lock:\npass\n", "$ lock\n    pass\n", "x $ lock:\n    pass\n",
                           "$lock:\n    pass\n", "$ if x:\n    pass\n", "$ = 1:\n    pass\n",
                           "$ :", "$", "x$:\n    pass\n", "    $ x:\n    pass\n"}) {
    EXPECT_THAT(Words(text), ElementsAre("no such place")) << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
