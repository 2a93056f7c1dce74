#include "predict/words/behind_element.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"
#include "predict/words/operators.h"

namespace fastnode::predict {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

// The cursor stands at "$".
std::vector<std::string> WordsAt(std::string text) {
  const size_t cursor = TakeCursor(text);
  const auto place = FindOperator(text, cursor);
  if (!place) return {"no operator"};
  return TextsOf(CompleteOperator(*place));
}
std::string FirstAt(std::string text) { return WordsAt(std::move(text)).at(0); }

TEST(BehindElementTest, ALoopIsFirstBehindAFirstElement) {
  for (const char* text :
       {"x = [m.text $", "x = [x.y $]\n", "x = {a $}\n", "x = {a: b $}\n", "x = {a: 0 $}\n",
        "x = sum(a.b $)\n", "x = sum(a.b(c, d=1) $\n", "f(a, b=[c $])\n", "f([c $], b)\n",
        "class A(f(x $)): pass\n", "class A: x = f(y $)\n", "x = [match(a $)]\n",
        "x = f(*a, [b $])\n", "x = f(-a $)\n", "x = [f'{a}' $]\n", "x = ''.join(\"%s\" % a $)\n",
        "with open(x $)\n", "with (open(x $)):\n", "x = [a == b $]\n"}) {
    EXPECT_EQ(FirstAt(text), "for") << text;
  }
}

TEST(BehindElementTest, NoLoopForOneOfMany) {
  for (const char* text :
       {"f(a=x $)\n", "f(a=x $", "f(a=x $, b=1)\n", "f(x $, y)\n", "f(x $,)\n", "f(x $, y",
        "f(\n    x $,\n)\n", "f(\n    x $\n    , y\n)\n", "x = [a $, b]\n", "x = [y $, z]\n",
        "x = [\n    y $,\n    z,\n]\n", "x = {y $, z}\n", "class A(B $): pass\n",
        "class A[T](B $): pass\n", "x = {y $: z}\n", "x = {y $: z for z in w}\n", "f(a, b $)\n",
        "f(x $ y, z)\n", "f(x $ y in z, w)\n"}) {
    EXPECT_THAT(WordsAt(text), Not(Contains("for"))) << text;
  }
  EXPECT_THAT(WordsAt("f(a=x f$)\n"), IsEmpty());
  EXPECT_EQ(FirstAt("f(x $, y)\n"), "if");
  EXPECT_EQ(FirstAt("f(x if y $, z)\n"), "else");
}

TEST(BehindElementTest, ALoopMayStandButIsNotFirst) {
  for (const char* text :
       {"match (x $):\n", "if x:\n    match (x.y $):\n", "x = [x $ for x in y]\n",
        "x = [\n    x $\n    for x in y\n]\n", "x = sum(x $ for x in y)\n",
        "x = [x $ async for x in y]\n", "print(*a $)\n", "print(**a $)\n", "x = [*a $]\n",
        "x = {**a $}\n", "print(*a.b(c) $)\n"}) {
    EXPECT_THAT(WordsAt(text), Contains("for")) << text;
    EXPECT_NE(FirstAt(text), "for") << text;
  }
  EXPECT_EQ(FirstAt("x = (x $"), "and");
  EXPECT_EQ(FirstAt("x = (x $)\n"), "and");
  EXPECT_EQ(FirstAt("match (x $):\n"), "and");
}

// What is below brackets that are open is another statement.
TEST(BehindElementTest, OpenBracketsEndWithTheLine) {
  EXPECT_EQ(FirstAt("x = [a $\nfor b in c:\n    d(e, f)\n"), "for");
  EXPECT_EQ(FirstAt("f(a $\nb, c = d\n"), "for");
  EXPECT_EQ(FirstAt("f(\n    g(h(a $\n      b, c=d),\n    e,\n)\ni(j)\n"), "for");
  EXPECT_EQ(FirstAt("f(\n    g(h(a $\n      , b), c=d),\n    e,\n)\ni(j)\n"), "if");
  EXPECT_EQ(FirstAt("x = {\n    a(b) $\n        c, key=d)}\n"), "for");
}

TEST(BehindElementTest, NamesOfALoopMayStandBehind) {
  EXPECT_EQ(FirstAt("x = {k: v $ k, v in xs}\n"), "for");
  EXPECT_EQ(FirstAt("f(k $ k, v in xs)\n"), "for");
}

TEST(BehindElementTest, ConstantsLeaveTheOrder) {
  for (const char* text : {"print(\"%s\" $)\n", "print(\"%s\" $", "print('a' 'b' $)\n", "f(1 $)\n",
                           "f(-1 $)\n", "x = [None $]\n", "x = [True $]\n", "x = ('a' $)\n",
                           "x = {'a': b $}\n", "print(\"a long text of many words\" $)\n"}) {
    EXPECT_EQ(FirstAt(text), "in") << text;
  }
}

TEST(BehindElementTest, WhatIsEnteredIsNamed) {
  for (const char* text :
       {"with (open(x) $):\n", "with (open(x) $", "with (open(x) $, open(y)):\n",
        "with (open(x) as f, open(y) $):\n", "async with (open(x) $):\n", "with (open(x) a$):\n",
        "with (\n    open(x) as f,\n    open(y) $\n):\n    pass\n",
        "with (\n    open(x) $,\n    open(y) as f,\n):\n    pass\n"}) {
    EXPECT_EQ(FirstAt(text), "as") << text;
  }
  EXPECT_EQ(FirstAt("with (a $).b:\n"), "and");
}

}  // namespace
}  // namespace fastnode::predict
