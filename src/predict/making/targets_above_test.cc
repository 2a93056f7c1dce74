#include "predict/making/targets_above.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// What is offered at `$` beside a word.
std::vector<std::string> With(std::string text) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {"no site"};
  Answer answer{site->task, site->prefix, {{"other", 0.9F, "word"}}};
  AddTargetsAbove(*site, 20, answer);
  return TextsOf(answer.completions);
}

TEST(TargetsAbove, WhatOtherFunctionsGiveSomething) {
  const std::string head = "def a(s, steps):\n    stmt = s.x\n    return stmt\n\n";
  EXPECT_THAT(With(head + "def b(s):\n    st$\n"), ElementsAre("other", "stmt"));
  EXPECT_THAT(With(head + "def b(s):\n    $\n"), ElementsAre("other"));
  EXPECT_THAT(With(head + "def b(s):\n    x = st$\n"), ElementsAre("other"));
  EXPECT_THAT(With(head + "st$\n"), ElementsAre("other"));
  EXPECT_THAT(With("def b(s):\n    st$\n" + head), ElementsAre("other"));
  EXPECT_THAT(With("class A:\n    table = 1\nclass B:\n    ta$\n"), ElementsAre("other"));
}

TEST(TargetsAbove, WhatMoreFunctionsHaveComesFirst) {
  std::string head;
  for (const char* name : {"a", "b", "c", "d"}) {
    head += std::string("def ") + name + "():\n    queue = 1\n    quiet = 1\n";
  }
  head += "def e():\n    query = 1\n    quota = 1\n    quota = 2\n";
  EXPECT_THAT(With(head + "def f():\n    qu$\n"), ElementsAre("quiet", "other", "queue", "quota"));
}

}  // namespace
}  // namespace fastnode::predict
