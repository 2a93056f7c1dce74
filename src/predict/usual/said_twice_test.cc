#include "predict/usual/said_twice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

TEST(SaidTwice, ANameIsHardlyComparedWithItself) {
  const Question question = QuestionAt("def f(size, width):\n    return size == $\n");
  Result<FoundSite> site = FindSite(question.text, question.cursor);
  ASSERT_TRUE(site.ok() && site->at >= 0);
  std::vector<Completion> list = {{"size", 0.9F, "name"}, {"width", 0.1F, "name"}};
  DoubtComparedName(*site, list);
  EXPECT_LT(list[0].probability, list[1].probability);
}

TEST(SaidTwice, ANameIsHardlyPassedToItself) {
  auto order = [](std::string text, const std::string& doubted) {
    const Question question = QuestionAt(std::move(text));
    Result<FoundSite> site = FindSite(question.text, question.cursor);
    std::vector<Completion> list = {{doubted, 0.9F, "name"}, {"x", 0.1F, "name"}};
    if (site.ok() && site->at >= 0) DoubtPassedNames(*site, list);
    return list[0].probability < list[1].probability;
  };
  EXPECT_TRUE(order("def f(x):\n    return g($)\n", "g"));
  EXPECT_TRUE(order("def f(x):\n    return g($)\n", "f"));
  EXPECT_TRUE(order("def f(self, x):\n    super().f($)\n", "self"));
  EXPECT_FALSE(order("def f(self, x):\n    g($)\n", "self"));
}

}  // namespace
}  // namespace fastnode::predict
