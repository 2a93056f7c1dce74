#include "predict/making/targets_above.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// What is offered at `$` beside what is there already.
std::vector<std::string> With(std::string text,
                              std::vector<Completion> list = {{"other", 0.9F, "word"}}) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {"no site"};
  Answer answer{site->task, site->prefix, std::move(list)};
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

// Four functions that give a name something.
std::string GivenByFour(const std::string& name) {
  std::string text;
  for (const char* function : {"a", "b", "c", "d"}) {
    text += std::string("def ") + function + "():\n    " + name + " = 1\n";
  }
  return text;
}

TEST(TargetsAbove, StandBehindWordsThatBeginAStatement) {
  const auto both = [](const std::string& target, const std::string& body,
                       std::vector<Completion> list) {
    return With(GivenByFour(target) + "def f(x):\n" + body, std::move(list));
  };
  EXPECT_THAT(both("expected", "    try:\n        x()\n    ex$\n",
                   {{"except", 0.98F, "word"}, {"exit", 0.02F, "function"}}),
              ElementsAre("except", "expected", "exit"));
  EXPECT_THAT(both("first", "    try:\n        x()\n    fi$\n", {{"finally", 1, "word"}}),
              ElementsAre("finally", "first"));
  EXPECT_THAT(both("elements", "    if x:\n        x()\n    el$\n",
                   {{"else", 0.94F, "word"}, {"elif", 0.06F, "word"}}),
              ElementsAre("else", "elif", "elements"));
  EXPECT_THAT(both("conn", "    for y in x:\n        con$\n", {{"continue", 1, "word"}}),
              ElementsAre("continue", "conn"));
  EXPECT_THAT(both("conn", "    con$\n", {{"Connection", 1, "class"}}),
              ElementsAre("conn", "Connection"));
  EXPECT_THAT(both("result", "    re$\n", {{"return", 1, "word"}, {"repr", 0, "function"}}),
              ElementsAre("return", "result", "repr"));
  EXPECT_THAT(both("delta", "    de$\n", {{"def", 0.98F, "word"}, {"del", 0.02F, "word"}}),
              ElementsAre("def", "delta", "del"));
  EXPECT_THAT(both("node", "    no$\n", {{"not", 1, "word"}}), ElementsAre("node", "not"));
  EXPECT_THAT(both("path", "    pat$\n", {{"patch", 1, "function"}}), ElementsAre("path", "patch"));
}

TEST(TargetsAbove, NoneWhereTheNameIsRead) {
  const std::string head = GivenByFour("total") + "def f():\n    ";
  for (const char* read : {"to$.append(1)", "to$(1)", "to$ (1)", "t$[0] = 1", "to$ != 1"}) {
    EXPECT_THAT(With(head + read + "\n"), ElementsAre("other")) << read;
  }
  for (const char* given : {"tot$", "tot$ # all", "tot$; x = 1", "tot$ == 1"}) {
    EXPECT_THAT(With(head + given + "\n"), ElementsAre("total", "other")) << given;
  }
}

}  // namespace
}  // namespace fastnode::predict
