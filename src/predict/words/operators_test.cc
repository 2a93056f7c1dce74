#include "predict/words/operators.h"
#include "predict/cursor/known_for_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// At the end of the text.
std::optional<OperatorPlace> At(std::string_view text) { return FindOperator(text, text.size()); }

std::vector<std::string> Offered(std::string_view text) {
  const auto place = At(text);
  if (!place) return {"no operator"};
  return TextsOf(CompleteOperator(*place));
}

TEST(OperatorsTest, WhatMayFollowAnOperand) {
  EXPECT_THAT(Offered("for x i"), ElementsAre("in"));
  EXPECT_THAT(Offered("x = a i"), ElementsAre("in", "if", "is"));
  EXPECT_THAT(Offered("x = f(b) o"), ElementsAre("or"));
  EXPECT_THAT(Offered("x = 'b' a"), ElementsAre("and"));
  EXPECT_THAT(Offered("x = [a f"), ElementsAre("for"));
  EXPECT_THAT(Offered("x = a if b e"), ElementsAre("else"));
  EXPECT_THAT(Offered("with f() a"), ElementsAre("as", "and"));
  EXPECT_THAT(Offered("except E a"), ElementsAre("as"));
  EXPECT_THAT(Offered("import os a"), ElementsAre("as"));
  EXPECT_THAT(Offered("from os i"), ElementsAre("import"));
  EXPECT_THAT(Offered("from os import path a"), ElementsAre("as"));
  EXPECT_THAT(Offered("raise E f"), ElementsAre("from"));
  EXPECT_THAT(Offered("x = None i"), Contains("is"));
  EXPECT_THAT(Offered("x = self.match i"), Contains("in"));
  EXPECT_THAT(Offered("if key not i"), ElementsAre("in"));
  EXPECT_THAT(Offered("case Move() a"), ElementsAre("as"));
  EXPECT_THAT(Offered("x = 'it\\'s' i"), Contains("in"));
  EXPECT_THAT(Offered("x = \"\"\"a \"b\" c\"\"\" i"), Contains("in"));
}

TEST(OperatorsTest, WhatBracketsHoldSaysWhatGoesOn) {
  const auto first = [](std::string_view text) { return Offered(text).at(0); };
  EXPECT_EQ(first("x = [a "), "for");
  EXPECT_EQ(first("x = {a.b(c) "), "for");
  EXPECT_EQ(first("x = {a: b "), "for");
  EXPECT_EQ(first("x = max(len(a) "), "for");
  EXPECT_EQ(first("x = (a "), "and");
  EXPECT_EQ(first("x = [a if b "), "else");
  EXPECT_EQ(first("x = a if b "), "else");
  EXPECT_EQ(first("x = [a for a in b "), "in");
  EXPECT_EQ(first("if a "), "in");
  EXPECT_EQ(first("case A() if b "), "in");
  EXPECT_EQ(first("x = [a, b "), "if");
  EXPECT_THAT(Offered("x = [a, b f"), IsEmpty());
}

// The cursor stands at "$".
std::vector<std::string> OfferedAt(std::string text) {
  const size_t cursor = TakeCursor(text);
  const auto place = FindOperator(text, cursor);
  if (!place) return {"no operator"};
  return TextsOf(CompleteOperator(*place));
}

TEST(OperatorsTest, BeforeNone) {
  EXPECT_THAT(OfferedAt("if x $ None:\n"), ElementsAre("is"));
  EXPECT_THAT(OfferedAt("if x i$ None:\n"), ElementsAre("is"));
  EXPECT_THAT(OfferedAt("y = x $ None\n"), ElementsAre("or", "is"));
  EXPECT_THAT(OfferedAt("y = x if z $ None\n"), ElementsAre("else", "is"));
  EXPECT_THAT(OfferedAt("y = x if z $ None else w\n"), ElementsAre("is"));
  EXPECT_THAT(OfferedAt("for x $ None\n"), ElementsAre("in"));
  EXPECT_THAT(OfferedAt("if x a$ None:\n"), ElementsAre("and"));
  EXPECT_THAT(OfferedAt("if x i$ Nonesuch:\n"), Contains("in"));
  EXPECT_THAT(OfferedAt("if x i$\nNone\n"), Contains("in"));
}

// What stands behind the cursor says which word is missing.
TEST(OperatorsTest, BetweenTwoOperands) {
  auto first = [](const char* text) { return OfferedAt(text).at(0); };
  EXPECT_EQ(first("y = [x $ x in xs]\n"), "for");
  EXPECT_EQ(first("y = sum(x.a $ x in xs if x)\n"), "for");
  EXPECT_EQ(first("y = [x f$ x in xs]\n"), "for");
  EXPECT_EQ(first("y = {k: v $ k, v in xs}\n"), "for");
  EXPECT_EQ(first("y = [y for x in xs $ y in x]\n"), "for");
  EXPECT_EQ(first("y = [x for x in xs $ x in ys]\n"), "if");
  EXPECT_EQ(first("g(x if x in y $ 0)\n"), "else");
  EXPECT_EQ(first("y = x if z $ w\n"), "else");
  EXPECT_EQ(first("y = x $ z else w\n"), "if");
  // In other brackets, at the end, and where it is none of these, nothing is known.
  EXPECT_EQ(first("y = x if f(z $ w in v)\n"), "for");
  EXPECT_EQ(first("y = x $ x in xs\n"), "in");
  EXPECT_EQ(first("if x $ y:\n"), "in");
  EXPECT_EQ(first("y = [x for x in xs if x $ x in ys]\n"), "in");
  EXPECT_EQ(first("y = (x $\n"), "and");
}

TEST(OperatorsTest, NothingBehindANameThatIsGiven) {
  for (const char* text : {"import os as o a", "from os import path as p a", "with open(x) as f i",
                           "with (a as b i", "except E as e i"}) {
    EXPECT_THAT(Offered(text), IsEmpty()) << text;
  }
  EXPECT_THAT(Offered("import os as o, sys a"), ElementsAre("as"));
  EXPECT_THAT(Offered("with a as b, c a"), Contains("as"));
  EXPECT_THAT(Offered("case A() as a i"), ElementsAre("if"));
  EXPECT_THAT(Offered("case A() as a if a a"), Contains("and"));
}

TEST(OperatorsTest, WhatMayFollowAsync) {
  EXPECT_THAT(Offered("async "), ElementsAre("def", "for", "with"));
  EXPECT_THAT(Offered("x = 1\n    async "), ElementsAre("def", "for", "with"));
  EXPECT_THAT(Offered("class A:\n    async d"), ElementsAre("def"));
  EXPECT_THAT(Offered("async w"), ElementsAre("with"));
  EXPECT_THAT(Offered("async x"), IsEmpty());
  EXPECT_THAT(Offered("x = [a async "), ElementsAre("for"));
  EXPECT_THAT(Offered("async"), ElementsAre("no operator"));
}

TEST(OperatorsTest, AStatementMayBeginInsideALine) {
  EXPECT_THAT(Offered("import pdb; x = y i"), ElementsAre("in", "if", "is"));
  EXPECT_THAT(Offered("x = a if b else c; y = d e"), IsEmpty());
  EXPECT_THAT(Offered("if x: del y i"), IsEmpty());
  EXPECT_THAT(Offered("if x in y: for z i"), ElementsAre("in"));
  EXPECT_THAT(Offered("else: import os a"), ElementsAre("as"));
  EXPECT_THAT(Offered("def f(a: int = {1: 2}) -> int: return x i"), Contains("is"));
  EXPECT_THAT(Offered("x: int = y i"), Contains("is"));
  EXPECT_THAT(Offered("if (lambda a: b)(c): del d i"), IsEmpty());
  EXPECT_THAT(Offered("if x[1:2] i"), Contains("in"));
}

TEST(OperatorsTest, NothingBehindAParameterOfALambda) {
  EXPECT_THAT(Offered("lambda a i"), IsEmpty());
  EXPECT_THAT(Offered("x = lambda a i"), IsEmpty());
  EXPECT_THAT(Offered("sorted(x, key=lambda a i"), IsEmpty());
  EXPECT_THAT(Offered("x = lambda a=b, c i"), IsEmpty());
  EXPECT_THAT(Offered("x = lambda a=b i"), Contains("if"));
  EXPECT_THAT(Offered("x = lambda a=(b i"), Contains("if"));
  EXPECT_THAT(Offered("x = lambda a: a i"), Contains("if"));
  EXPECT_THAT(Offered("sorted(x, key=lambda a: a) i"), Contains("if"));
}

TEST(OperatorsTest, BeforeALetterIsTyped) {
  EXPECT_THAT(Offered("x = a "), ElementsAre("in", "if", "and", "is", "or", "not"));
  EXPECT_THAT(Offered("def f() "), IsEmpty());
  auto share_of_first = [](std::string_view text) {
    return CompleteOperator(*At(text)).front().probability;
  };
  for (const char* text : {"for x ", "from os "}) EXPECT_EQ(share_of_first(text), 1) << text;
  for (const char* text : {"import os ", "from os import path ", "with f() ", "x = a "}) {
    EXPECT_LT(share_of_first(text), 0.5) << text;
  }
  EXPECT_EQ(share_of_first("import os a"), 1);
}

TEST(OperatorsTest, AWordThatIsThereIsNotOfferedAgain) {
  EXPECT_THAT(Offered("raise A from b f"), IsEmpty());
  EXPECT_THAT(Offered("case [a i"), IsEmpty());
  EXPECT_THAT(Offered("case [a a"), ElementsAre("as"));
}

TEST(OperatorsTest, NothingWhereNothingMayFollow) {
  EXPECT_THAT(Offered("def f() fo"), IsEmpty());
  EXPECT_THAT(Offered("x = a zz"), IsEmpty());
  EXPECT_THAT(Offered("class A me"), IsEmpty());
  EXPECT_THAT(Offered("pass "), IsEmpty());
  EXPECT_THAT(Offered("pass n"), IsEmpty());
  EXPECT_THAT(Offered("type i"), IsEmpty());
}

TEST(OperatorsTest, WhereAnExpressionBeginsItIsNone) {
  for (const char* text : {"x = a",
                           "return x",
                           "if x",
                           "for a in b",
                           "x = a + b",
                           "f(a, b",
                           "",
                           "x = 1  # a b",
                           "x = 'a b",
                           "x = \"",
                           "\"\"\"The \"name\" i",
                           "print(\"say 'hi' n",
                           "'''\na b",
                           "match x",
                           "match ",
                           "x = not a",
                           "a\nb",
                           "x = a and b",
                           "lambda a",
                           "x = [\n  a,\n  ",
                           "f(a, ",
                           "return ",
                           "x = a\n",
                           "import os, a"}) {
    EXPECT_FALSE(At(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
