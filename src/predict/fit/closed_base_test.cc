#include "predict/fit/closed_base.h"

#include <gtest/gtest.h>

#include "predict/cursor/answer.h"
#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

// Whether `frob`, which the file uses on the same words, says nothing of the base before `$`.
bool FrobIsOfOthers(std::string text) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  EXPECT_TRUE(site.ok() && site->task == pack::Task::kAttribute);
  const Known known = KnownForTest();
  ClosedBase base(*site, known);
  EXPECT_TRUE(base.is_closed());
  return base.IsOfOthers("frob");
}

TEST(ClosedBase, HasWhatItsMethodsAskOfTheirObject) {
  auto has = [](const std::string& rest, bool asks = false) {
    std::string text = "class A:\n    def a(self):\n        return self." +
                       std::string(asks ? "x" : "$") + "\n" + rest;
    const size_t cursor = TakeCursor(text);
    const Result<FoundSite> site = FindSite(text, cursor);
    const Known known = KnownForTest();
    ClosedBase base(*site, known);
    return base.is_closed() && base.Has("frob");
  };
  EXPECT_FALSE(has("    def b(self): ...\n"));
  EXPECT_TRUE(has("    def b(self):\n        self.frob()\n"));
  EXPECT_FALSE(has("class B:\n    def b(self):\n        self.frob()\n"));
  // The class is no object of it.
  EXPECT_FALSE(has("    def b(self):\n        self.frob()\nclass B(A): ...\nB.$", true));
}

TEST(ClosedBase, AnotherVariableSaysNothing) {
  EXPECT_TRUE(FrobIsOfOthers("def a(p):\n    p.frob()\ndef b(p: str):\n    x = p.$\n"));
  EXPECT_TRUE(FrobIsOfOthers("def a(p):\n    p.frob()\ndef b(x):\n    p = 'a'\n    p.$\n"));
  EXPECT_FALSE(FrobIsOfOthers("def b(p: str):\n    p.frob()\n    x = p.$\n"));
}

TEST(ClosedBase, SelfIsTheSameInMethodsOfOneClass) {
  const std::string use = "    def a(self):\n        self.p.frob()\n";
  const std::string ask = "    def b(self, p: str):\n        self.p = p\n        x = self.p.$\n";
  EXPECT_TRUE(FrobIsOfOthers("class A:\n" + use + "class B:\n" + ask));
  EXPECT_FALSE(FrobIsOfOthers("class A:\n" + use + ask));
}

// What callers pass is a guess: others may call the same so.
TEST(ClosedBase, AnUndeclaredParameterMayBeWhatOthersCallSo) {
  EXPECT_FALSE(FrobIsOfOthers("def a(p):\n    p.frob()\ndef b(p):\n    x = p.$\nb('a')\n"));
}

// Whether the base before `$` would be closed, and gets no new names where it stands.
bool GetsNothing(std::string text) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  const Known known = KnownForTest();
  ClosedBase base(*site, known);
  return base.may_get_new() && !base.is_given_names();
}

TEST(ClosedBase, ObjectsGetNewNamesBehindSelfAndBeforeASign) {
  const std::string cls = "class A:\n    def a(self): ...\n";
  EXPECT_TRUE(GetsNothing(cls + "x = A()\nx.$\n"));
  EXPECT_TRUE(GetsNothing(cls + "def f(x: A):\n    x.$\n"));
  EXPECT_TRUE(GetsNothing("def f(): ...\nf.$\n"));
  EXPECT_TRUE(GetsNothing("f = lambda: 1\nf.$\n"));
  EXPECT_FALSE(GetsNothing(cls + "x = A()\nx.$ = 1\n"));
  EXPECT_FALSE(GetsNothing(cls + "    def b(self):\n        self.$\n"));
  EXPECT_FALSE(GetsNothing("import mock\ndef f(): ...\nf.$\n"));
  EXPECT_TRUE(GetsNothing("from dataclasses import dataclass\n@dataclass(frozen=True)\n" + cls +
                          "x = A()\nx.$\n"));
  EXPECT_FALSE(GetsNothing("def adds(c): return c\n@adds\n" + cls + "x = A()\nx.$\n"));
  EXPECT_FALSE(GetsNothing(cls + "    locals()['b'] = 1\nx = A()\nx.$\n"));
  EXPECT_FALSE(GetsNothing("class M(type): ...\nclass A(metaclass=M):\n    a = 1\nx = A()\nx.$\n"));
}

TEST(ClosedBase, WhatIsAddedToIsThere) {
  std::string text = "class A:\n    def a(self):\n        self.$ += 1\n";
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  EXPECT_FALSE(MayBeStore(*site));
}

}  // namespace
}  // namespace fastnode::predict
