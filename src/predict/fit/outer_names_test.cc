#include "predict/fit/outer_names.h"
#include "predict/cursor/known_for_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The cursor stands at "$".
std::vector<std::string> Offered(std::string text) {
  const Question question = QuestionAt(std::move(text));
  const types::Environment environment;
  const Known known{.environment = environment};
  auto answer = CompleteOuterName(question, known, Budget());
  EXPECT_TRUE(answer.ok());
  if (!answer->has_value()) return {"no such place"};
  return TextsOf((*answer)->completions);
}

TEST(OuterNamesTest, GlobalReachesTheModule) {
  EXPECT_THAT(Offered("import os\na = b = 1\ndef f():\n    global $\n    b += 1\n"),
              ElementsAre("b", "a"));
  EXPECT_THAT(Offered("apple = bee = 1\ndef f(x):\n    y = 2\n    global be$"), ElementsAre("bee"));
  EXPECT_THAT(Offered("a = b = 1\ndef f():\n    global a, $\n"), ElementsAre("b"));
  EXPECT_THAT(Offered("a = b = 1\ndef f(): global a; global $\n"), ElementsAre("a", "b"));
  EXPECT_THAT(Offered("a = 1\rdef f():\r    global $\r    a = 2\r"), ElementsAre("a"));
  EXPECT_THAT(Offered("def f():\n    global $\n"), IsEmpty());
}

TEST(OuterNamesTest, NonlocalReachesTheFunctionsAround) {
  EXPECT_THAT(Offered("m = 1\ndef f(a):\n    b = 1\n    def g():\n        c = 1\n        def h():\n"
                      "            nonlocal $\n            b = 2\n"),
              ElementsAre("b", "a", "c"));
  EXPECT_THAT(Offered("m = 1\ndef f():\n    nonlocal $\n"), IsEmpty());
}

TEST(OuterNamesTest, ElsewhereThereIsNoSuchPlace) {
  for (const char* text : {"globals$", "global$", "x = global $", "global a $", "globally $",
                           "global a.$", "a = 1\n$"}) {
    EXPECT_THAT(Offered(text), ElementsAre("no such place")) << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
