#include "predict/fit/decorator_members.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "predict/cursor/answer.h"
#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

constexpr const char* kApp =
    "from typing import Callable, TypeVar\n"
    "F = TypeVar('F', bound=Callable)\n"
    "class Group:\n    def command(self): ...\n"
    "class Answer:\n    def __call__(self, environment, start): ...\n"
    "class App:\n"
    "    group = Group()\n"
    "    def run(self) -> None: ...\n"
    "    def url(self, name: str) -> str: ...\n"
    "    def route(self, rule: str) -> Callable[[F], F]: ...\n"
    "    def before(self, f: F) -> F: ...\n"
    "    def answer(self) -> Answer: ...\n"
    "    def other(self, f): return f\n"
    "app = App()\n";

// Their weights behind `$`; empty if it is no decorator.
std::vector<float> Weights(const std::string& line) {
  std::string text = kApp + line;
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  EXPECT_TRUE(site.ok() && site->task == pack::Task::kAttribute);
  if (!IsInDecorator(*site)) return {};
  const Known known = KnownForTest();
  std::vector<Completion> list;
  float probability = 0.95F;
  for (const char* name : {"run", "url", "route", "before", "other", "group", "unseen", "answer"}) {
    list.push_back({name, probability -= 0.1F, "attribute"});
  }
  std::vector<Completion> weighed = list;
  WeighDecorators(*site, known, weighed);
  std::vector<float> weights;
  for (const Completion& one : list) {
    for (const Completion& other : weighed) {
      if (other.text == one.text) weights.push_back(other.probability / one.probability);
    }
  }
  return weights;
}

TEST(DecoratorMembersTest, WhatGivesNothingToCallDecoratesNothing) {
  for (const char* line : {"@app.$\ndef f(): ...\n", "@app.$('/')\ndef f(): ...\n"}) {
    EXPECT_THAT(Weights(line), ElementsAre(testing::Lt(0.1F), testing::Lt(0.1F), 1, 1, 1,
                                           testing::FloatEq(0.3F), 1, testing::Lt(0.1F)));
  }
}

TEST(DecoratorMembersTest, OtherPlacesAreNoDecorators) {
  EXPECT_THAT(Weights("app.$\n"), ElementsAre());
  EXPECT_THAT(Weights("@f(app.$)\ndef f(): ...\n"), ElementsAre());
}

}  // namespace
}  // namespace fastnode::predict
