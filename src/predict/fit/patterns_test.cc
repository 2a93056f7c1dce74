#include "predict/fit/patterns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> OfferedIn(std::string text) {
  const Question question = QuestionAt(std::move(text));
  const std::optional<PatternPlace> place = FindPattern(question);
  if (!place) return {"no pattern"};
  const Result<Answer> answer = CompletePattern(*place, KnownForTest(), {});
  return answer.ok() ? TextsOf(answer->completions) : std::vector<std::string>{"error"};
}

const std::string kClasses = "class A: ...\nclass B(A): ...\nclass C: ...\ndef run(): ...\n";

TEST(Patterns, WhatIsLeftIsLast) {
  const std::string head = "def f(x):\n    match x:\n        case ";
  EXPECT_THAT(OfferedIn(head + "$\n"), Not(Contains("_")));
  EXPECT_THAT(OfferedIn(head + "1:\n            pass\n        case $\n"), Contains("_"));
  EXPECT_THAT(OfferedIn(head + "1:\n            pass\n        case 2 | $\n"), Not(Contains("_")));
}

TEST(Patterns, TheRestHasAName) {
  EXPECT_THAT(OfferedIn("match x:\n    case {'a': 1, **$}\n"), ElementsAre("rest"));
  EXPECT_THAT(OfferedIn("match x:\n    case [a, *$]\n"), ElementsAre("rest"));
}

TEST(Patterns, AClassMayBeWhatTheSubjectIs) {
  const std::string head = kClasses + "def f(x: A):\n    match x:\n        case ";
  EXPECT_THAT(OfferedIn(head + "$\n"), AllOf(Contains("A"), Contains("B"), Not(Contains("C")),
                                             Not(Contains("int")), Not(Contains("None"))));
  // Who types a letter knows better.
  EXPECT_THAT(OfferedIn(head + "C$\n"), Contains("C"));
  EXPECT_THAT(OfferedIn(kClasses + "def f(x):\n    match x:\n        case $\n"), Contains("C"));
  EXPECT_THAT(OfferedIn(kClasses + "def f(x: object):\n    match x:\n        case $\n"),
              AllOf(Contains("C"), Contains("int")));
  EXPECT_THAT(OfferedIn(kClasses + "def f(x: int | None):\n    match x:\n        case $\n"),
              AllOf(Contains("int"), Contains("None"), Not(Contains("A"))));
}

TEST(Patterns, NoClassStandsInTheBracketsOfABuiltinOne) {
  EXPECT_THAT(OfferedIn(kClasses + "match x:\n    case str($)\n"), IsEmpty());
  EXPECT_THAT(OfferedIn(kClasses + "match x:\n    case A($)\n"), Contains("C"));
}

}  // namespace
}  // namespace fastnode::predict
