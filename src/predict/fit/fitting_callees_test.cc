#include "predict/fit/fitting_callees.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// Of names that are equally likely those that can stand at `$`.
std::vector<std::string> First(const std::string& code, const std::vector<std::string>& names) {
  std::string text =
      "import random, math\n\n\ndef one(a, b=1): ...\ndef key(*, key): ...\nvalue = 1\n"
      "class Bare: ...\nclass Called:\n    def __call__(self, x): ...\n\n\ncalled = Called()\n"
      "def f(rows: list[int], text: str, words: list[str], anything):\n    " +
      code + "\n";
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {"no site"};
  const Known known = KnownForTest();
  std::vector<Completion> list;
  for (const std::string& name : names) list.push_back({name, .1F, "name"});
  types::TypeEvaluator types(site->source->index, known.environment);
  FittingCallees(*site, types).Weigh(list);
  KeepBest(INT32_MAX, list);
  std::vector<std::string> best;
  for (const Completion& one : list) {
    if (one.probability == list[0].probability) best.push_back(one.text);
  }
  return best;
}

TEST(FittingCallees, TakeTheArgumentsThatStandThere) {
  EXPECT_THAT(First("rows.$(key=len)", {"append", "sort", "pop"}), ElementsAre("sort"));
  EXPECT_THAT(First("rows.$(0, 1)", {"append", "insert", "clear"}), ElementsAre("insert"));
  EXPECT_THAT(First("x = $(1, 2)", {"one", "key", "len"}), ElementsAre("one"));
  EXPECT_THAT(First("x = $(key=1)", {"one", "key"}), ElementsAre("key"));
  EXPECT_THAT(First("x = $(*anything)", {"one", "key"}), ElementsAre("one", "key"));
  EXPECT_THAT(First("x = $(1)", {"one", "Bare"}), ElementsAre("one"));
  EXPECT_THAT(First("x = $()", {"one", "Bare"}), ElementsAre("Bare"));
  EXPECT_THAT(First("x = $(y=1)", {"called", "int", "anything"}), ElementsAre("anything"));
  EXPECT_THAT(First("x = $(1)", {"called", "key"}), ElementsAre("called"));
  // Of several forms each wants more.
  EXPECT_THAT(First("x = $(anything)", {"getattr", "len"}), ElementsAre("len"));
}

TEST(FittingCallees, TakeTheValuesThatStandThere) {
  EXPECT_THAT(First("x = text.$(words)", {"join", "split", "encode"}), ElementsAre("join"));
  EXPECT_THAT(First("x = text.$(anything)", {"split", "encode"}), ElementsAre("split", "encode"));
}

TEST(FittingCallees, CanBeCalled) {
  EXPECT_THAT(First("x = $(1)", {"one", "value", "math"}), ElementsAre("one"));
  EXPECT_THAT(First("x = math.$(2)", {"sqrt", "pi"}), ElementsAre("sqrt"));
  // Brackets with nothing between may be filled yet, so little is said.
  EXPECT_THAT(First("x = rows.$()", {"pop", "append"}), ElementsAre("pop"));
}

TEST(FittingCallees, SayNothingWhereNothingIsCalledOrKnown) {
  // The brackets below are left of another call.
  EXPECT_THAT(First("rows.append(1)\n    $\n        (1, 2)", {"one", "value"}),
              ElementsAre("one", "value"));
  EXPECT_THAT(First("x = rows.$", {"pop", "append"}), ElementsAre("pop", "append"));
  EXPECT_THAT(First("x = anything.$(1)", {"pop", "append"}), ElementsAre("pop", "append"));
}

}  // namespace
}  // namespace fastnode::predict
