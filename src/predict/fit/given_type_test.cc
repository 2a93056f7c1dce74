#include "predict/fit/given_type.h"

#include <gtest/gtest.h>

#include "predict/cursor/answer.h"
#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

// What comes first at `$` of equally likely names; "" if no name does.
std::string FirstOf(std::string text) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->task != pack::Task::kName) return "no name";
  const Known known = KnownForTest();
  std::vector<Completion> list;
  for (const char* name : {"A", "None", "bool", "dict", "float", "int", "list", "str"}) {
    list.push_back({name, .1F, "class"});
  }
  if (text.find("import Optional") != text.npos) list.push_back({"Optional", .1F, "class"});
  if (text.find("import List") != text.npos) list.push_back({"List", .1F, "class"});
  PutGivenTypeFirst(*site, known, list);
  float sum = 0;
  for (const Completion& one : list) sum += one.probability;
  EXPECT_TRUE(std::abs(sum - 1) < 1e-4F || std::abs(sum - .1F * list.size()) < 1e-4F) << sum;
  const float before = list[0].probability;
  KeepBest(INT32_MAX, list);
  return list[0].probability > list[1].probability && list[0].probability > .5F
             ? list[0].text
             : (before == list[0].probability ? "" : "several");
}

TEST(GivenType, OfADefaultAndOfAValue) {
  EXPECT_EQ(FirstOf("def f(x: $ = 1.5): ...\n"), "float");
  EXPECT_EQ(FirstOf("def f(*, x: $ = True): ...\n"), "bool");
  EXPECT_EQ(FirstOf("x: $ = {}\n"), "dict");
  EXPECT_EQ(FirstOf("class A:\n    def f(self):\n        self.x: $ = A()\n"), "A");
  EXPECT_EQ(FirstOf("def f(x: $): ...\n"), "");
}

TEST(GivenType, OfWhatIsReturned) {
  EXPECT_EQ(FirstOf("def f(x) -> $:\n    return len(x)\n"), "int");
  EXPECT_EQ(FirstOf("def f(x) -> $:\n    x.append(1)\n"), "None");
  EXPECT_EQ(FirstOf("def f(x) -> $:\n    def g(): return 1\n    x.append(g)\n"), "None");
  EXPECT_EQ(FirstOf("def f(x) -> $:\n    'What it does.'\n    raise NotImplementedError\n"), "");
  EXPECT_EQ(FirstOf("def f(x) -> $:\n    yield len(x)\n"), "");
}

TEST(GivenType, AsItIsSpelledThere) {
  EXPECT_EQ(FirstOf("from typing import List\nx: $ = []\n"), "List");
  EXPECT_EQ(FirstOf("from typing import Optional\ndef f(x: $ = None): ...\n"), "Optional");
  EXPECT_EQ(FirstOf("from typing import Optional\ndef f(x) -> $:\n    if x:\n        return None\n"
                    "    return 'a'\n"),
            "Optional");
}

}  // namespace
}  // namespace fastnode::predict
