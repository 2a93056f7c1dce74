#include "qualify/ask/question.h"

#include <gtest/gtest.h>

namespace fastnode::qualify {
namespace {

TEST(RemoveName, RemovesTheExpectedWordAlone) {
  EXPECT_EQ(*RemoveName("os.path.join", 3, "path"), "os..join");
  EXPECT_EQ(*RemoveName("x.f(1)", 2, "f"), "x.(1)");
  EXPECT_EQ(*RemoveName("x.f", 2, "f"), "x.");
}

TEST(RemoveName, LeavesAnotherWordAndALongerOne) {
  EXPECT_EQ(*RemoveName("x.\n", 2, "f"), "x.\n");
  EXPECT_EQ(*RemoveName("x.from_\n", 2, "from"), "x.from_\n");
  EXPECT_EQ(*RemoveName("x.\xC3\xA4h", 2, "\xC3"), "x.\xC3\xA4h");
}

TEST(RemoveName, CountsBytesAfterMultiByteText) {
  const std::string text = "s = '\xE2\x82\xAC'; s.upper()";
  const size_t cursor = text.find("upper");
  EXPECT_EQ(*RemoveName(text, cursor, "upper"), "s = '\xE2\x82\xAC'; s.()");
}

TEST(RemoveName, RefusesACursorOutsideTheText) { EXPECT_FALSE(RemoveName("x.", 3, "f").ok()); }

}  // namespace
}  // namespace fastnode::qualify
