#include "predict/usual/usual_words.h"
#include "predict/cursor/known_for_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

using ::testing::ElementsAre;

// Names x, None and y in this order, at "$".
std::vector<std::string> Ordered(std::string text) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  CHECK(site.ok() && site->at >= 0);
  Answer answer{pack::Task::kName, "", {{"x", 0.5F, "name"}, {"None", 0.3F, "word"}}};
  answer.completions.push_back({"y", 0.2F, "name"});
  DoubtPointless(*site, answer);
  return TextsOf(answer.completions);
}

TEST(UsualWordsTest, WhatIsMissingIsNotGivenToItself) {
  EXPECT_THAT(Ordered("if x is None:\n    x = $\n"), ElementsAre("y", "x", "None"));
  EXPECT_THAT(Ordered("if not x:\n    x = $\n"), ElementsAre("y", "x", "None"));
  EXPECT_THAT(Ordered("if a:\n    pass\nelif x is None:\n    x = $\n"),
              ElementsAre("y", "x", "None"));
  for (const char* text : {"if x is None:\n    z = $\n", "if x is not None:\n    x = $\n",
                           "if x is None:\n    pass\nelse:\n    x = $\n", "x = $\n",
                           "if x is None:\n    if a:\n        x = $\n"}) {
    EXPECT_THAT(Ordered(text), ElementsAre("x", "None", "y")) << text;
  }
}

TEST(UsualWords, BelowAnotherDecorator) {
  const auto first = [](std::string text) {
    const size_t cursor = TakeCursor(text);
    const Result<FoundSite> site = FindSite(text, cursor);
    CHECK(site.ok() && site->at >= 0);
    Answer answer{pack::Task::kName, "", {{"x", 0.5F, "name"}}};
    AddUsualWords(*site, KnownForTest(), answer);
    return answer.completions[0].text;
  };
  EXPECT_EQ(first("class A:\n    @field_validator('a')\n    @$\n    def f(cls, v): ...\n"),
            "classmethod");
  EXPECT_EQ(first("class A:\n    @pydantic.computed_field\n    @$\n"), "property");
  EXPECT_EQ(first("class A:\n    @other\n    @$\n    def f(self): ...\n"), "x");
}

}  // namespace
}  // namespace fastnode::predict
