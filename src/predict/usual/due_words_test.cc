#include "predict/usual/due_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/asked/question_for_test.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> WordsIn(std::string text) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  std::vector<std::string> words;
  if (!site.ok() || site->at < 0) return {"none"};
  for (const auto& [word, share] : DueWords(site->source->index.tree, NodeOf(*site))) {
    words.emplace_back(word);
  }
  return words;
}

TEST(DueWords, AGuardOfALoopGoesOn) {
  EXPECT_THAT(WordsIn("for x in y:\n    if x < 1:\n        $\n    f(x)\n"),
              ElementsAre("continue"));
  EXPECT_THAT(WordsIn("while y:\n    if x < 1:\n        $\n    f(x)\n"), ElementsAre("continue"));
  // Nothing is left out there, or there is no loop.
  EXPECT_THAT(WordsIn("for x in y:\n    if x < 1:\n        $\n"), IsEmpty());
  EXPECT_THAT(WordsIn("for x in y:\n    if x < 1:\n        $\n    else:\n        g()\n    f(x)\n"),
              IsEmpty());
  EXPECT_THAT(WordsIn("if x < 1:\n    $\nf(x)\n"), IsEmpty());
  EXPECT_THAT(WordsIn("for x in y:\n    if x < 1:\n        g()\n        $\n    f(x)\n"), IsEmpty());
}

TEST(DueWords, WhatIsEnteredYields) {
  const std::string manager = "@contextmanager\ndef f():\n    x = g()\n";
  EXPECT_THAT(WordsIn(manager + "    $\n    x.close()\n"), ElementsAre("yield"));
  EXPECT_THAT(WordsIn(manager + "    try:\n        $\n    finally:\n        x.close()\n"),
              ElementsAre("yield"));
  EXPECT_THAT(WordsIn(manager + "    yield x\n    $\n"), IsEmpty());
  EXPECT_THAT(WordsIn("def f():\n    x = g()\n    $\n    x.close()\n"), IsEmpty());
  const std::string fixture = "@pytest.fixture(scope='module')\ndef f():\n    x = g()\n";
  EXPECT_THAT(WordsIn(fixture + "    $\n    x.close()\n"), ElementsAre("yield"));
  EXPECT_THAT(WordsIn(fixture + "    $\n"), IsEmpty());
}

}  // namespace
}  // namespace fastnode::predict
