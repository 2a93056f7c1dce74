#include "predict/words/before_operand.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/asked/question_for_test.h"

namespace fastnode::predict {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The cursor stands at "$".
std::vector<std::string> Words(std::string text) {
  const size_t cursor = TakeCursor(text);
  const auto words = WordsBeforeOperand(text, cursor);
  return {words.begin(), words.end()};
}

TEST(BeforeOperandTest, ParametersAndAColonWantLambda) {
  EXPECT_THAT(Words("sorted(p, key=$ x: x[0])\n"), ElementsAre("lambda"));
  EXPECT_THAT(Words("f = $ x, y: x\n"), ElementsAre("lambda"));
  EXPECT_THAT(Words("fs = [$ x: x]\n"), ElementsAre("lambda"));
  EXPECT_THAT(Words("d = {$ x: 1}\n"), IsEmpty());
  EXPECT_THAT(Words("d[$ x: y]\n"), IsEmpty());
  EXPECT_THAT(Words("def f($ x: int): ...\n"), IsEmpty());
  EXPECT_THAT(Words("def f(x, *, m: 'C' = $ x: x) -> None: ...\n"), ElementsAre("lambda"));
}

TEST(BeforeOperandTest, ConditionsWantNot) {
  EXPECT_THAT(Words("if $ x in y:\n    pass\n"), ElementsAre("not"));
  EXPECT_THAT(Words("def f(xs):\n    return $ xs\n"), ElementsAre("not"));
  EXPECT_THAT(Words("print($ xs)\n"), IsEmpty());
  EXPECT_THAT(Words("if $ not in y:\n    pass\n"), IsEmpty());
  EXPECT_THAT(Words("x = (a and\n     $ b)\n"), ElementsAre("not"));
  EXPECT_THAT(Words("for x in $ xs:\n    pass\n"), IsEmpty());
}

TEST(BeforeOperandTest, CallsInAsyncFunctionsWantAwait) {
  EXPECT_THAT(Words("async def f(p):\n    print($ p())\n"), ElementsAre("await"));
  EXPECT_THAT(Words("async def f(p):\n    x = $ p.q()\n"), ElementsAre("await"));
  EXPECT_THAT(Words("def f(p):\n    print($ p())\n"), IsEmpty());
  EXPECT_THAT(Words("async def f(p):\n    print($ p)\n"), IsEmpty());
  EXPECT_THAT(Words("async def f(p):\n    print(await $ p())\n"), IsEmpty());
  EXPECT_THAT(Words("async def g(): ...\n\nx = f($ p())\n"), IsEmpty());
}

TEST(BeforeOperandTest, WhatBeginsAStatement) {
  EXPECT_THAT(Words("def f(x):\n    $ KeyError(x) from None\n"), ElementsAre("raise", "return"));
  EXPECT_THAT(Words("def f(x):\n    $ len(x)\n"), ElementsAre("return", "assert", "yield"));
  EXPECT_THAT(Words("def f(x):\n    $ len(x)\n    print(x)\n"),
              ElementsAre("assert", "yield", "return"));
  EXPECT_THAT(Words("def f(x):\n    $ x[0]\n    print(x)\n"),
              ElementsAre("del", "assert", "yield", "return"));
  EXPECT_THAT(Words("async def f(x):\n    $ x()\n"),
              ElementsAre("await", "return", "assert", "yield"));
  EXPECT_THAT(Words("def f(): ...\n$ os\n"), ElementsAre("import", "del", "assert"));
  EXPECT_THAT(Words("$ os import path\n"), ElementsAre("from"));
  EXPECT_THAT(Words("class A:\n    $ x\n"), IsEmpty());
  EXPECT_THAT(Words("def f(x):\n    $ x = 1\n"), IsEmpty());
  EXPECT_THAT(Words("def f(x):\n    yield $ x\n"), ElementsAre("from"));
}

TEST(BeforeOperandTest, ElsewhereThereIsNoSuchPlace) {
  for (const char* text : {"$", "$ ", "x = $ + 1\n", "x = $ # y\n", "f($x)\n", "x = y $ z\n",
                           "x = $ (y)\n", "del $ x\n", "x = $\ny\n", "f(\n    $ )\n"}) {
    EXPECT_THAT(Words(text), IsEmpty()) << text;
  }
}

TEST(BeforeOperandTest, TheyComeBeforeNames) {
  std::string text = "if $ x in y:\n    pass\n";
  const size_t cursor = TakeCursor(text);
  Answer answer{pack::Task::kName, "", {{"x", 0.9F, "name"}, {"not", 0.1F, "word"}}};
  PutWordsBeforeOperand({text, cursor}, answer);
  ASSERT_EQ(answer.completions.size(), 2);
  EXPECT_EQ(answer.completions[0].text, "not");
}

TEST(BeforeOperandTest, LinesInBracketsAndTextsAreNoStatements) {
  const auto in_function = ElementsAre("return", "raise", "assert", "yield", "del");
  EXPECT_THAT(Words("def f(\n    a,\n):\n    $ a\n"), in_function);
  EXPECT_THAT(Words("def f(a):\n    x = [\n1,\n]\n    $ a\n"), in_function);
  EXPECT_THAT(Words("def f(a):\n    \"\"\"Of\na.\n    \"\"\"\n    $ a\n"), in_function);
  EXPECT_THAT(Words("def f(a):\n    x = 1 + \\\n2\n    $ a\n"), in_function);
  EXPECT_THAT(Words("def f(a):\n    $ g(\n        a,\n    )\n\n\nx = 1\n"),
              ElementsAre("return", "assert", "yield"));
  // A bracket that is never closed.
  EXPECT_THAT(Words("x = g(\ndef f(a):\n    $ a\n"), in_function);
  EXPECT_THAT(Words("x = [\n    a\n    $ b in c\n]\n"), IsEmpty());
  EXPECT_THAT(Words("if (\n    a\n    $ b\n):\n    pass\n"), IsEmpty());
}

}  // namespace
}  // namespace fastnode::predict
