#include "predict/usual_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

using ::testing::ElementsAre;

// Names x, None and y in this order, at "$".
std::vector<std::string> Ordered(std::string text) {
  const size_t cursor = text.find('$');
  text.erase(cursor, 1);
  const Result<FoundSite> site = FindSite(text, cursor);
  CHECK(site.ok() && site->at >= 0);
  Answer answer{pack::Task::kName, "", {{"x", 0.5F, "name"}, {"None", 0.3F, "word"}}};
  answer.completions.push_back({"y", 0.2F, "name"});
  DoubtPointless(*site, answer);
  std::vector<std::string> order;
  for (const Completion& one : answer.completions) order.push_back(one.text);
  return order;
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

}  // namespace
}  // namespace fastnode::predict
