#include "predict/usual/returned_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known.h"
#include "predict/cursor/known_for_test.h"
#include "predict/usual/usual_attributes.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

FoundSite SiteAt(std::string text) {
  const size_t cursor = TakeCursor(text);
  Result<FoundSite> site = FindSite(text, cursor);
  CHECK(site.ok() && site->at >= 0);
  return *std::move(site);
}

std::vector<std::string> WordsIn(const std::string& body) {
  const FoundSite site = SiteAt("def f(xs):\n" + body);
  std::vector<std::string> words;
  for (const auto& [text, share] : ReturnedWords(site.source->index.tree, NodeOf(site))) {
    words.emplace_back(text);
  }
  return words;
}

TEST(ReturnedWords, AreTruthsWhereTruthsAreGivenBack) {
  EXPECT_THAT(WordsIn("    for x in xs:\n        if x:\n            return True\n    return $\n"),
              ElementsAre("False"));
  EXPECT_THAT(WordsIn("    if xs:\n        return False\n    if xs:\n        return $\n    g()\n"),
              ElementsAre("False", "True"));
  EXPECT_THAT(WordsIn("    if xs:\n        return xs\n    return $\n"), IsEmpty());
  EXPECT_THAT(WordsIn("    def g():\n        return True\n    return $\n"), IsEmpty());
}

TEST(ReturnedWords, AreNothingWhereNothingIsFound) {
  EXPECT_THAT(WordsIn("    for x in xs:\n        if x:\n            return x\n    return $\n"),
              ElementsAre("None"));
  EXPECT_THAT(WordsIn("    if xs:\n        return xs\n    for x in xs:\n        if x:\n"
                      "            return x\n    return $\n"),
              IsEmpty());
}

TEST(ReturnedWords, HaveNoVariableOfALoopThatIsOver) {
  std::vector<Completion> list = {{"x", 0.9F, "name"}, {"xs", 0.1F, "name"}};
  DoubtLoopVariable(SiteAt("def f(xs):\n    for x in xs:\n        g(x)\n    return $\n"), list);
  EXPECT_LT(list[0].probability, list[1].probability);
  list[0].probability = 0.9F;
  DoubtLoopVariable(SiteAt("def f(xs):\n    for x in xs:\n        return $\n"), list);
  EXPECT_GT(list[0].probability, list[1].probability);
}

TEST(UsualAttributes, OfFunctionsAndOfTypedDictionaries) {
  const Known known = KnownForTest();
  std::vector<Completion> list = {{"__class__", 0.5F, ""}, {"__name__", 0.1F, ""}};
  WeighAttributes(SiteAt("def f(): ...\nprint(f.$)\n"), known, list);
  EXPECT_LT(list[0].probability, list[1].probability);
  list = {{"title", 0.5F, ""}, {"get", 0.1F, ""}};
  const std::string film =
      "from typing import TypedDict\n\n\nclass Film(TypedDict):\n    title: str\n\n\n";
  WeighAttributes(SiteAt(film + "def f(film: Film):\n    return film.$\n"), known, list);
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].text, "get");
}

}  // namespace
}  // namespace fastnode::predict
