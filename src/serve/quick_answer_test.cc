#include "serve/quick_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::serve {
namespace {

std::vector<std::string> Names(std::string text) {
  const size_t cursor = text.find('$');
  text.erase(cursor, 1);
  std::vector<std::string> names;
  for (const auto& one : QuickAnswer(text, cursor, 10).completions) names.push_back(one.text);
  return names;
}

TEST(QuickAnswer, NearestOfTheSameBaseFirst) {
  EXPECT_THAT(Names("a.far\nb.other\na.near\nc.last\na.$\nb.after"),
              testing::ElementsAre("near", "far", "last", "other", "after"));
  EXPECT_THAT(Names("a.xone\na.two\na.x$y"), testing::ElementsAre("xone"));
  EXPECT_THAT(Names("alpha = 1\nbeta = a$"), testing::ElementsAre("alpha"));
  EXPECT_THAT(Names("$"), testing::ElementsAre());
  EXPECT_THAT(Names("1.5.$"), testing::ElementsAre());
}

TEST(QuickAnswer, IsQuick) {
  std::string text;
  while (text.size() < (8u << 20)) text += "value.name" + std::to_string(text.size()) + "\n";
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(QuickAnswer(text + "value.", text.size() + 6, 100).completions.size(), 100u);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace fastnode::serve
