#include "predict/fit/fitting_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/answer.h"
#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

const std::string kNames =
    "from typing import Callable\n\n\nclass Base: ...\nclass Child(Base): ...\n\n\n"
    "def make() -> Child: ...\n\n\n"
    "count = 1\nratio = .5\ntext = 'a'\nrows = [1]\ntable = {'a': 1}\nchild = Child()\n"
    "handle = open(text)\nasync def fetch(): ...\n"
    "def take(base: Base, *, flag: bool = False, call: Callable[[int], int]): ...\n";

// Names of the same probability, as they are weighed at `$`.
std::vector<Completion> Weighed(const std::string& code, const std::vector<std::string>& names) {
  std::string text = kNames + code + "\n";
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {{"no site", 1, ""}};
  const Known known = KnownForTest();
  std::vector<Completion> list;
  for (const std::string& name : names) list.push_back({name, .1F, "name"});
  FittingValues values(*site, known);
  if (site->task == pack::Task::kAttribute) {
    values.WeighMembers(list);
  } else if (site->task == pack::Task::kArgument) {
    values.WeighNames(list);
  } else {
    values.WeighBeginnings(list);
  }
  KeepBest(INT32_MAX, list);
  return list;
}

// Of equally likely names those that fit best.
std::vector<std::string> First(const std::string& code, const std::vector<std::string>& names) {
  const std::vector<Completion> list = Weighed(code, names);
  std::vector<std::string> best;
  for (const Completion& one : list) {
    if (one.probability == list[0].probability) best.push_back(one.text);
  }
  return best;
}

TEST(FittingValues, OfAParametersType) {
  EXPECT_THAT(First("take($)", {"count", "child", "make", "None"}), ElementsAre("child"));
  EXPECT_THAT(First("take(child, flag=$)", {"count", "True", "None"}), ElementsAre("True"));
  EXPECT_THAT(First("take(child, call=$)", {"count", "make", "lambda"}), ElementsAre("lambda"));
  EXPECT_THAT(First("rows.append($)", {"text", "count"}), ElementsAre("count"));
  EXPECT_THAT(First("range($)", {"True", "count"}), ElementsAre("count"));  // though it is a number
  EXPECT_THAT(First("len($)", {"count", "text", "ratio"}), ElementsAre("text"));
}

// `key` is None in the first one.
TEST(FittingValues, OfAnyOverload) {
  EXPECT_THAT(First("sorted(rows, key=$)", {"count", "len", "None"}), ElementsAre("len"));
}

TEST(FittingValues, OfWhatIsDeclared) {
  EXPECT_THAT(First("def f() -> Base:\n    return $", {"count", "child", "make"}),
              ElementsAre("child", "make"));
  EXPECT_THAT(First("size: int = $", {"text", "count", "table"}), ElementsAre("count"));
  EXPECT_THAT(First("table[$]", {"count", "text"}), ElementsAre("text"));
}

TEST(FittingValues, OfAnOperator) {
  EXPECT_THAT(First("text + $", {"count", "text", "rows"}), ElementsAre("text"));
  EXPECT_THAT(First("count + $", {"ratio", "text", "rows"}), ElementsAre("ratio"));
  EXPECT_THAT(First("rows += $", {"count", "rows"}), ElementsAre("rows"));
}

TEST(FittingValues, OfWhatHasAMethod) {
  EXPECT_THAT(First("for x in $", {"count", "child", "rows"}), ElementsAre("rows"));
  EXPECT_THAT(First("[x for x in $]", {"ratio", "make", "table"}), ElementsAre("table"));
  EXPECT_THAT(First("with $", {"rows", "open", "handle"}), ElementsAre("open", "handle"));
  EXPECT_THAT(First("async def f():\n    await $", {"count", "fetch"}), ElementsAre("fetch"));
  EXPECT_THAT(First("1 in $", {"count", "rows"}), ElementsAre("rows"));
  EXPECT_THAT(First("take(**$)", {"count", "table"}), ElementsAre("table"));
}

// How likely one of some names is that were equally so.
float ShareOf(const std::string& name, const std::string& code,
              const std::vector<std::string>& names) {
  for (const Completion& one : Weighed(code, names)) {
    if (one.text == name) return one.probability;
  }
  return 0;
}

TEST(FittingValues, ANumberIsNeitherGoneOverNorEntered) {
  for (const char* code : {"for x in $", "[x for x in $]", "with $"}) {
    EXPECT_EQ(ShareOf("count", code, {"count", "ratio", "open"}), 0) << code;
  }
  // Once letters are typed it may be what is written.
  EXPECT_THAT(First("for x in c$", {"count"}), ElementsAre("count"));
  EXPECT_GT(ShareOf("count", "x = $", {"count", "open"}), 0);
}

TEST(FittingValues, BehindTheDotOfAnObject) {
  const std::string box =
      "import threading\n\n\nclass Box:\n    def __init__(self):\n        self.size = 3\n"
      "        self.lock = threading.Lock()\n        self.rows = []\n    def f(self):\n        ";
  const std::vector<std::string> names = {"size", "lock", "rows"};
  EXPECT_THAT(First(box + "for x in self.$", names), ElementsAre("rows"));
  EXPECT_THAT(First(box + "with self.$", names), ElementsAre("lock"));
}

TEST(FittingValues, AModuleInWhichNothingOpensIsNotEntered) {
  const std::string with = "import colorsys, threading\nwith $";
  EXPECT_THAT(First(with, {"colorsys", "threading"}), ElementsAre("threading"));
}

TEST(FittingValues, TruthsAndTextsWhereTheyAreDeclared) {
  EXPECT_THAT(First("import os\ntake(child, flag=$)", {"os", "text", "False"}),
              ElementsAre("False"));
  EXPECT_THAT(First("import os\ndef g(x: str = $): ...", {"os", "not", "None"}),
              ElementsAre("None"));
}

TEST(FittingValues, NothingIsAskedOfOthers) {
  EXPECT_THAT(First("print($)", {"count", "text"}), ElementsAre("count", "text"));
  EXPECT_THAT(First("x = $", {"count", "text"}), ElementsAre("count", "text"));
  EXPECT_THAT(First("unknown($)", {"count", "text"}), ElementsAre("count", "text"));
}

TEST(FittingValues, AClassWhereOneIsDeclared) {
  const std::string head = "def h(e: type[BaseException]): ...\n";
  EXPECT_THAT(First(head + "h($)", {"count", "int", "ValueError"}), ElementsAre("ValueError"));
}

// However many others are likelier.
TEST(FittingValues, AmongThoseThatGoOnFromWhatIsTyped) {
  std::vector<std::string> names;
  for (int i = 0; i < 100; ++i) names.push_back("a" + std::to_string(i));
  names.insert(names.end(), {"rows", "ratio"});
  const std::vector<Completion> list = Weighed("len(r$)", names);
  EXPECT_EQ(list[0].text, "rows");
  EXPECT_LT(list.back().probability, list[1].probability);
  EXPECT_EQ(list.back().text, "ratio");
}

TEST(FittingValues, BehindTheDotOfAModule) {
  EXPECT_THAT(First("import threading\nwith threading.$", {"Lock", "Thread", "enumerate"}),
              ElementsAre("Lock"));
  EXPECT_THAT(First("import os\ndef f() -> str:\n    return os.$", {"sep", "cpu_count"}),
              ElementsAre("sep"));
  EXPECT_THAT(First("import os\nos.$", {"getcwd", "path"}), ElementsAre("getcwd", "path"));
}

// Of a large module the model looks at what others use.
TEST(FittingValues, AllThatCanBeOpened) {
  std::vector<std::string> order;
  for (const Completion& one :
       Weighed("import asyncio\nasync def f():\n    async with asyncio.$", {"Lock", "sleep"})) {
    order.push_back(one.text);
  }
  EXPECT_EQ(order[0], "Lock");
  EXPECT_THAT(order, testing::IsSupersetOf({"TaskGroup", "timeout"}));
  EXPECT_EQ(order.back(), "sleep");
}

}  // namespace
}  // namespace fastnode::predict
