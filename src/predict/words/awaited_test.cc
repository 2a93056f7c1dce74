#include "predict/words/awaited.h"

#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

// The cursor stands at "$".
bool IsMissing(std::string text) {
  const Question question = QuestionAt(std::move(text));
  const Known known = KnownForTest();
  const Result<bool> missing = IsAwaitMissing(question, known, Budget());
  EXPECT_TRUE(missing.ok());
  return *missing;
}

TEST(AwaitedTest, BeforeACoroutineOfTheFileOrTheLibrary) {
  const std::string head = "import asyncio\nasync def g(): ...\ndef h(): ...\n";
  EXPECT_TRUE(IsMissing(head + "async def f():\n    x = $ g()\n"));
  EXPECT_TRUE(IsMissing(head + "async def f():\n    $ g()\n"));
  EXPECT_TRUE(IsMissing(head + "async def f(q: asyncio.Queue):\n    return $ q.get()\n"));
  EXPECT_FALSE(IsMissing(head + "async def f(q: asyncio.Queue):\n    return $ q.empty()\n"));
  EXPECT_FALSE(IsMissing(head + "async def f():\n    x = $ h()\n"));
  EXPECT_FALSE(IsMissing(head + "async def f():\n    x = await $ g()\n"));
  EXPECT_FALSE(IsMissing("async def g():\n    yield 1\nasync def f():\n    x = $ g()\n"));
  EXPECT_FALSE(IsMissing(head + "def f():\n    x = $ g()\n"));
  EXPECT_FALSE(IsMissing(head + "async def f():\n    def i():\n        x = $ g()\n"));
  EXPECT_FALSE(IsMissing(head + "async def f():\n    x = $g()\n"));
  EXPECT_FALSE(IsMissing(head + "async def f():\n    x = $ g\n"));
}

TEST(AwaitedTest, HalfWrittenTextEnds) {
  for (const char* text : {"$", "async def f(): $ (", "async def f():\n    $ g(", "$ ", " $ x"}) {
    EXPECT_FALSE(IsMissing(text)) << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
