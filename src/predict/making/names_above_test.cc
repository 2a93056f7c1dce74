#include "predict/making/names_above.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Above(std::string text, bool is_of_lambda = false) {
  std::optional<Answer> due;
  AddNamesAbove(QuestionAt(std::move(text)), is_of_lambda, 20, due);
  return due ? TextsOf(due->completions) : std::vector<std::string>();
}

TEST(NamesAbove, AParameterOfTheFunctionsAbove) {
  const std::string head = "def find(session: Session, email: str = ','): ...\n\n";
  EXPECT_THAT(Above(head + "def load($)\n"), ElementsAre("session"));
  EXPECT_THAT(Above(head + "def load(session, $)\n"), ElementsAre("email"));
  EXPECT_THAT(Above(head + "def load(em$)\n"), ElementsAre("email"));
  EXPECT_THAT(Above(head + "def load(other, $)\n"), IsEmpty());
  EXPECT_THAT(Above(head + "def load(x$)\n"), IsEmpty());
  EXPECT_THAT(Above("def load($):\n    pass\n\ndef find(path): ...\n"), ElementsAre("path"));
  EXPECT_THAT(Above("class A:\n    def get(self, key): ...\n\n    def put(self, $)\n"),
              ElementsAre("key"));
  EXPECT_THAT(Above("def f(a): ...\ndef g(b=$)\n"), IsEmpty());
}

TEST(NamesAbove, WhatHasStarsHasItsNameByCustom) {
  EXPECT_THAT(Above("def f(*$)\n"), ElementsAre("args"));
  EXPECT_THAT(Above("def f(a, **kw$)\n"), ElementsAre("kwargs"));
  EXPECT_THAT(Above("def g(**options): ...\ndef f(a, **$)\n"), ElementsAre("options", "kwargs"));
  EXPECT_THAT(Above("def g(*rest): ...\ndef f($)\n"), IsEmpty());
}

TEST(NamesAbove, TheVariableOfOtherLoops) {
  const std::string head = "for row in a:\n    pass\nfor i, row in b:\n    pass\n";
  EXPECT_THAT(Above(head + "for $\n"), ElementsAre("i", "row"));
  EXPECT_THAT(Above(head + "for r$\n"), ElementsAre("row"));
  EXPECT_THAT(Above(head + "for i, $\n"), ElementsAre("row"));
  EXPECT_THAT(Above(head + "x = [y for r$]\n"), ElementsAre("row"));
  EXPECT_THAT(Above(head + "x = wait$\n"), IsEmpty());
}

TEST(NamesAbove, TheParameterOfOtherLambdas) {
  EXPECT_THAT(Above("a = f(lambda order: order.id)\nb = f(lambda $)\n", true),
              ElementsAre("order"));
}

// Of a text that is built every word may look like one that introduces names.
TEST(NamesAbove, TheNearestWordsAloneAreLookedAt) {
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "for ";
  EXPECT_THAT(Above("for row in a: pass\n" + many + "\nfor $\n"), IsEmpty());
  EXPECT_THAT(Above(many + "\nfor row in a: pass\nfor $\n"), ElementsAre("row"));
  EXPECT_THAT(Above("for $\n    pass\n" + many + "\nfor row in a: pass\n"), IsEmpty());
  EXPECT_THAT(Above("for $\n    pass\nfor row in a: pass\n" + many), ElementsAre("row"));
}

}  // namespace
}  // namespace fastnode::predict
