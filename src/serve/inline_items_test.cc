#include "serve/inline_items.h"

#include <gtest/gtest.h>

#include <string>

namespace fastnode::serve {
namespace {

TEST(InlineItems, AreShownAtTheEndOfALineOnly) {
  for (const char* behind : {"", "\nx", ")", "):\n", "  \n"}) {
    EXPECT_TRUE(EndsLine(std::string("f(") + behind, 2)) << behind;
  }
  for (const char* behind : {"a", ") + 1", " x\n"}) {
    EXPECT_FALSE(EndsLine(std::string("f(") + behind, 2)) << behind;
  }
}

TEST(InlineItems, StandInThePlaceOfWhatWasTyped) {
  const predict::Answer answer{
      pack::Task::kArgument, "na", {{"name", .9f, "name"}}, {{"name, key=b)", .85f}}};
  auto shown = [&](const std::string& text, float threshold) {
    return InlineList(answer, text, 4, Encoding::kUtf16, threshold)["items"];
  };
  EXPECT_EQ(shown("f(na", .8f)[0]["insertText"], "name, key=b)");
  EXPECT_EQ(shown("f(na)", .8f)[0]["insertText"], "name, key=b");
  EXPECT_EQ(shown("f(na", .88f)[0]["insertText"], "name");
  EXPECT_EQ(shown("f(na", .88f)[0]["range"]["start"]["character"], 2);
  EXPECT_TRUE(shown("f(na", .95f).empty());
  EXPECT_TRUE(shown("f(na + 1)", .8f).empty());
}

}  // namespace
}  // namespace fastnode::serve
