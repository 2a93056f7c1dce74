#include "predict/suggestion.h"
#include "predict/cursor/answer.h"

#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

std::string Text(const Answer& answer, float threshold) {
  const auto found = Suggest(answer, threshold);
  return found ? found->text : "";
}

TEST(Suggestion, IsTheLongestOfWhatIsLikelyEnough) {
  const Answer answer{pack::Task::kAttribute,
                      "na",
                      {{"name", .9f, "field"}, {"names", .1f, "field"}},
                      {{"name.upper()", .6f}, {"name(...)", .5f}}};
  EXPECT_EQ(Text(answer, .8f), "name");
  EXPECT_EQ(Text(answer, .5f), "name.upper()");
  EXPECT_EQ(Text(answer, .95f), "");
}

TEST(Suggestion, GoesOnAsItWasTyped) {
  Answer answer{pack::Task::kName, "na", {{"NAME", .9f, "name"}}, {}};
  EXPECT_EQ(Text(answer, .5f), "");
  answer.completions[0].text = "na";
  EXPECT_EQ(Text(answer, .5f), "");
}

TEST(Suggestion, IsNotMadeInHaste) {
  EXPECT_EQ(Text({pack::Task::kName, "", {{"name", 1, "name"}}, {}, true}, .5f), "");
}

}  // namespace
}  // namespace fastnode::predict
