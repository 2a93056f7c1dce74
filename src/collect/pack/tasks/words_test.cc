// Which words of the language may stand where.
#include "collect/pack/tasks/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "collect/pack/analyse.h"

namespace fastnode::pack {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::Not;

// At the name `here` of a text.
std::vector<std::string_view> At(const std::string& text) {
  static AnalysedSource source;
  source = *Analyse(text);
  const ast::Tree& tree = source.index.tree;
  for (ast::NodeId read : source.reads) {
    if (tree.Text(read) == "here") {
      return WordsAt(source, read, bind::PositionOf(tree, read));
    }
  }
  return {"nowhere"};
}

TEST(WordsTest, ListsAreSorted) {
  EXPECT_TRUE(std::is_sorted(Words().begin(), Words().end() - 1));
  EXPECT_TRUE(std::is_sorted(Builtins().begin(), Builtins().end()));
  EXPECT_TRUE(IsWord("return") && !IsWord("match") && !IsWord("returns"));
}

TEST(WordsTest, ClausesAfterWhatCanHaveThem) {
  EXPECT_THAT(At("if a:\n  b\nhere\n"), IsSupersetOf({"elif", "else", "if"}));
  EXPECT_THAT(At("if a:\n  b\nelse:\n  c\nhere\n"), Not(Contains("else")));
  EXPECT_THAT(At("a\nhere\n"), Not(Contains("else")));
  EXPECT_THAT(At("for a in b:\n  c\n\n  # said\nhere\n"), Contains("else"));
  EXPECT_THAT(At("try:\n  a\nhere\n"), IsSupersetOf({"except", "finally"}));
  EXPECT_THAT(At("try:\n  a\nexcept E:\n  b\nhere\n"), IsSupersetOf({"except", "else", "finally"}));
  EXPECT_THAT(At("try:\n  a\nexcept E:\n  b\nelse:\n  c\nhere\n"), Contains("finally"));
  EXPECT_THAT(At("if a:\n  b\n  here\n"), Not(Contains("else")));
  EXPECT_THAT(At("if a:\n  if b:\n    c\nhere\n"), Contains("else"));
  EXPECT_THAT(At("if (\n  a\n):\n  b\nhere\n"), Contains("else"));
  EXPECT_THAT(At("if a: b\nhere\n"), Contains("else"));
  EXPECT_THAT(At("try: import a\nhere\n"), Contains("except"));
  EXPECT_THAT(At("async def f():\n  a\nhere\n"), Not(Contains("else")));
  EXPECT_THAT(At("x = {'a': 1}\nhere\n"), Not(Contains("else")));
}

TEST(WordsTest, BehindAColonNoBlockBegins) {
  EXPECT_THAT(At("if a: here\n"), Not(Contains("for")));
  EXPECT_THAT(At("if a: here\n"), Contains("pass"));
}

TEST(WordsTest, WhatFunctionsAndLoopsAllow) {
  EXPECT_THAT(At("here\n"), Not(Contains("return")));
  EXPECT_THAT(At("def f():\n  here\n"), IsSupersetOf({"return", "yield"}));
  EXPECT_THAT(At("def f():\n  here\n"), Not(Contains("nonlocal")));
  EXPECT_THAT(At("def f():\n  def g():\n    here\n"), Contains("nonlocal"));
  EXPECT_THAT(At("while a:\n  if b:\n    here\n"), IsSupersetOf({"break", "continue"}));
  EXPECT_THAT(At("while a:\n  def f():\n    here\n"), Not(Contains("break")));
  EXPECT_THAT(At("class A:\n  here\n"), Not(Contains("return")));
  EXPECT_THAT(At("async def f():\n  x = here\n"), Contains("await"));
  EXPECT_THAT(At("def f():\n  x = here\n"), Not(Contains("await")));
}

TEST(WordsTest, ExpressionsHaveFew) {
  EXPECT_THAT(At("x = here\n"), IsSupersetOf({"None", "not", "lambda"}));
  EXPECT_THAT(At("x = here\n"), Not(Contains("return")));
  EXPECT_THAT(At("x: here = 1\n"), ElementsAre("None"));
  EXPECT_THAT(At("raise here\n"), ElementsAre());
}

TEST(WordsTest, WhatBindsLooselyIsNoOperandOfWhatBindsClosely) {
  for (const char* text : {"x = a + here\n", "x = -here\n", "if a < here: pass\n", "x = {**here}\n",
                           "f(*here.b)\n", "x = a * here.b(c)\n"}) {
    EXPECT_THAT(At(text), Not(Contains("not"))) << text;
    EXPECT_THAT(At(text), Not(Contains("lambda"))) << text;
    EXPECT_THAT(At(text), Contains("None")) << text;
  }
  EXPECT_THAT(At("x = a and here\n"), Contains("not"));
  EXPECT_THAT(At("x = here + a\n"), Contains("not"));
  EXPECT_THAT(At("x = a + f(here)\n"), Contains("not"));
}

TEST(WordsTest, AUnionOfTypesHasThoseOfTypes) {
  EXPECT_THAT(At("x: a | here = 1\n"), ElementsAre("None"));
  EXPECT_THAT(At("def f(x: a | b | here): pass\n"), ElementsAre("None"));
  EXPECT_THAT(At("def f() -> list[a | here]: pass\n"), ElementsAre("None"));
  EXPECT_THAT(At("x = a | here\n"), Contains("True"));
}

}  // namespace
}  // namespace fastnode::pack
