// What is gone under each condition, letter by letter: `$` is the cursor.
#include "collect/pack/condition.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

#include "collect/pack/analyse.h"
#include "collect/pack/asked_text.h"
#include "collect/pack/site.h"
#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {
namespace {

// The text of a task's place, the n-th that has the answer.
std::string PosedAt(Task task, const std::string& answer, Condition condition,
                    const std::string& text, int n = 0, Before before = Before::kAsWritten) {
  Result<AnalysedSource> source = Analyse(text);
  CHECK(source.ok());
  const TaskRow& row = RowOf(task);
  const auto places = static_cast<int32_t>(NumPlaces(*source, row.places));
  for (int32_t at = 0; at < places; ++at) {
    if (!Serves(*source, at, task)) continue;
    if (row.truth(source->index.tree, PlaceAt(*source, row.places, at)) != answer) continue;
    if (n-- > 0) continue;
    const Posed posed = PoseAt(*source, at, task, condition, before);
    return posed.left + "$" + posed.right;
  }
  return "no such place";
}

TEST(ConditionTest, NamesAreFoundAgain) {
  std::set<std::string_view> titles;
  for (int c = 0; c < kNumConditions; ++c) {
    const auto condition = static_cast<Condition>(c);
    EXPECT_EQ(ConditionFromName(Name(condition)), condition);
    EXPECT_TRUE(titles.insert(Title(condition)).second);
    EXPECT_EQ(NumTyped(condition) > 0, c >= kNumDrawnConditions);
  }
  EXPECT_EQ(ConditionFromName("whole file"), std::nullopt);
}

constexpr char kText[] = "def f(a):\n    y = a.begin(x)[0].b + 1  # why\n    return y\n";

TEST(ConditionTest, OfANameAfterADot) {
  auto posed = [](Condition condition) {
    return PosedAt(Task::kAttribute, "begin", condition, kText);
  };
  EXPECT_EQ(posed(Condition::kWholeFile),
            "def f(a):\n    y = a.$(x)[0].b + 1  # why\n    return y\n");
  EXPECT_EQ(posed(Condition::kExpressionEnds), "def f(a):\n    y = a.$ + 1  # why\n    return y\n");
  EXPECT_EQ(posed(Condition::kRestOfLine), "def f(a):\n    y = a.$\n    return y\n");
  EXPECT_EQ(posed(Condition::kNothingBelow), "def f(a):\n    y = a.$");
  EXPECT_EQ(posed(Condition::kOneTyped), posed(Condition::kRestOfLine));
  EXPECT_EQ(posed(Condition::kTwoTyped), posed(Condition::kRestOfLine));
}

TEST(ConditionTest, OfANameBeforeADot) {
  auto posed = [](Condition condition) {
    return PosedAt(Task::kAttributeBase, "a", condition, kText);
  };
  EXPECT_EQ(posed(Condition::kWholeFile),
            "def f(a):\n    y = $(x)[0].b + 1  # why\n    return y\n");
  EXPECT_EQ(posed(Condition::kExpressionEnds), "def f(a):\n    y = $ + 1  # why\n    return y\n");
  EXPECT_EQ(posed(Condition::kRestOfLine), "def f(a):\n    y = $\n    return y\n");
  EXPECT_EQ(posed(Condition::kNothingBelow), "def f(a):\n    y = $");
}

TEST(ConditionTest, AsSearchedArgumentsThatAreNoNamesAreSomething) {
  const std::string text = "y = g(a[0],\n  b, *c, k = 'x', l=d, e=f)\nz\n";
  auto posed = [&](Task task, const std::string& answer) {
    return PosedAt(task, answer, Condition::kRestOfLine, text, 0, Before::kAsSearched);
  };
  EXPECT_EQ(posed(Task::kArgument, "b"), "y = g(..., $\nz\n");
  EXPECT_EQ(posed(Task::kArgument, "d"), "y = g(..., b, *c, k=..., l=$\nz\n");
  EXPECT_EQ(posed(Task::kKeywordName, "l"), "y = g(..., b, *c, k=..., $\nz\n");
  EXPECT_EQ(posed(Task::kArgumentKind, "stop"), "y = g(..., b, *c, k=..., l=d, e=f, $\nz\n");
  EXPECT_EQ(PosedAt(Task::kArgument, "b", Condition::kRestOfLine, text), "y = g(a[0],\n  $\nz\n")
      << "as written";
  // Where an attribute is asked for, nothing is searched.
  EXPECT_EQ(
      PosedAt(Task::kAttribute, "b", Condition::kRestOfLine, "f(1, a.b)\n", 0, Before::kAsSearched),
      "f(1, a.$\n");
}

TEST(ConditionTest, OfAnArgumentItsLaterOnesAreAlwaysGone) {
  const std::string text = "y = g(1, b, key=c).d(\n    e) + 1\nz\n";
  auto posed = [&](Condition condition) { return PosedAt(Task::kArgument, "b", condition, text); };
  EXPECT_EQ(posed(Condition::kWholeFile), "y = g(1, $).d(\n    e) + 1\nz\n");
  EXPECT_EQ(posed(Condition::kExpressionEnds), "y = g(1, $) + 1\nz\n");
  EXPECT_EQ(posed(Condition::kRestOfLine), "y = g(1, $\nz\n");
  EXPECT_EQ(posed(Condition::kNothingBelow), "y = g(1, $");
}

TEST(ConditionTest, AKeywordStaysWhereItsValueIsAskedFor) {
  const std::string text = "g(key=c)\nz\n";
  EXPECT_EQ(PosedAt(Task::kArgument, "c", Condition::kRestOfLine, text), "g(key=$\nz\n");
  EXPECT_EQ(PosedAt(Task::kArgumentPlaceholder, "name", Condition::kRestOfLine, text),
            "g(key=$\nz\n");
  EXPECT_EQ(PosedAt(Task::kKeywordName, "key", Condition::kRestOfLine, text), "g($\nz\n");
  EXPECT_EQ(PosedAt(Task::kArgumentKind, "keyword", Condition::kRestOfLine, text), "g($\nz\n");
}

TEST(ConditionTest, WhereACallStopsAFurtherArgumentIsBegun) {
  EXPECT_EQ(PosedAt(Task::kArgumentKind, "stop", Condition::kWholeFile, "g(a)\nz\n"),
            "g(a, $)\nz\n");
  EXPECT_EQ(PosedAt(Task::kArgumentKind, "stop", Condition::kRestOfLine, "g(a)\nz\n"),
            "g(a, $\nz\n");
  EXPECT_EQ(PosedAt(Task::kArgumentKind, "stop", Condition::kRestOfLine, "g()\nz\n"), "g($\nz\n");
}

// No tail of what began on the line, or round it, is left below.
TEST(ConditionTest, TheRestOfALineEndsWhereItsBracketsDo) {
  auto posed = [](const std::string& text) {
    return PosedAt(Task::kAttribute, "b", Condition::kRestOfLine, text);
  };
  EXPECT_EQ(posed("x = f(\n    a.b,\n    c,\n)\nz\n"), "x = f(\n    a.$\nz\n");
  EXPECT_EQ(posed("x = f(g(a.b),\n    c)[\n    d]\nz\n"), "x = f(g(a.$\nz\n");
  EXPECT_EQ(posed("x = a.b(\n    c, ')')\nz\n"), "x = a.$\nz\n");
  EXPECT_EQ(posed("x = a.b + \"\"\"(\n(\"\"\"\nz\n"), "x = a.$\nz\n");
  EXPECT_EQ(posed("x = a.b + \\\n    c\nz\n"), "x = a.$\nz\n");
  EXPECT_EQ(posed("x = a.b  # (\nz\n"), "x = a.$\nz\n");
  EXPECT_EQ(posed("if (a.b and\n        c):\n    d\n"), "if (a.$\n    d\n");
  EXPECT_EQ(posed("x = [a.b\n     for c in d]\nz\n"), "x = [a.$\nz\n");
  EXPECT_EQ(posed("x = a.b\r\nz\r\n"), "x = a.$\r\nz\r\n");
  EXPECT_EQ(posed("x = a.b"), "x = a.$");
  EXPECT_EQ(posed("if a.b:\n    c\n"), "if a.$\n    c\n");
  EXPECT_EQ(posed("x = f'{a.b}' + c\nz\n"), "x = f'{a.$\nz\n");
}

// Lists and their like go on below with their next element, as they do where one is put in.
TEST(ConditionTest, TheRestOfALineLeavesElementsBelow) {
  auto posed = [](const std::string& text) {
    return PosedAt(Task::kAttribute, "b", Condition::kRestOfLine, text);
  };
  EXPECT_EQ(posed("x = [\n    a.b + 1,\n    c,\n]\nz\n"), "x = [\n    a.$\n    c,\n]\nz\n");
  EXPECT_EQ(posed("x = {\n    1: f(a.b,\n         2),\n    3: c,\n}\n"),
            "x = {\n    1: f(a.$\n    3: c,\n}\n");
  EXPECT_EQ(posed("x = f([\n    a.b,\n    c,\n])\nz\n"), "x = f([\n    a.$\nz\n");
  EXPECT_EQ(posed("x = [a.b], [\n    c]\nz\n"), "x = [a.$\nz\n");
}

TEST(ConditionTest, WhatIsPosedIsFoundAgainUnderEveryCondition) {
  const std::string text =
      "def f(self, a):\n    if self.x and a.g(self.y, key=a):\n        return [a.h(1), f'{a.k} "
      "l']\n"
      "    for b in a.m(\n            self.n):\n        c = {\n            a.o: b.p(a, a.q),\n"
      "            2: 3,\n        }\n    return a.r(\n        1,\n        a.s,\n    )\n";
  Result<AnalysedSource> whole = Analyse(text);
  ASSERT_TRUE(whole.ok());
  int found = 0;
  for (const TaskRow* row : AllTasks()) {
    const auto places = static_cast<int32_t>(NumPlaces(*whole, row->places));
    for (int32_t at = 0; at < places; ++at) {
      if (!Serves(*whole, at, row->task)) continue;
      for (int c = 1; c < kNumDrawnConditions; ++c) {
        const auto condition = static_cast<Condition>(c);
        Result<AskedPlace> place = PlaceUnder(condition, *whole, at, row->task);
        const std::string name =
            std::string(row->name) + " " + std::to_string(at) + " " + std::string(Name(condition));
        ASSERT_TRUE(place.ok()) << name << place.error().message;
        EXPECT_EQ(place->at, at) << name;
        // Half written as it is, it is read as if it were whole.
        const bool is_key = condition == Condition::kRestOfLine &&
                            ((row->places == PlaceList::kAttributeUses && at == 7) ||
                             (row->places == PlaceList::kReads && at == 12));
        EXPECT_EQ(place->source->index.tree.num_errors, is_key ? 1 : 0)  // a key lacks its value
            << name << "\n"
            << place->source->index.tree.source;
        ++found;
      }
    }
  }
  EXPECT_EQ(found, 195);
}

}  // namespace
}  // namespace fastnode::pack
