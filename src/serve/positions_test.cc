#include "serve/positions.h"

#include <gtest/gtest.h>

#include <string>

namespace fastnode::serve {
namespace {

TEST(PositionsTest, CharactersAreCountedAsTheClientCounts) {
  const std::string text = "aé😀b\nc";  // 1 + 2 + 4 + 1 bytes
  EXPECT_EQ(ToOffset(text, {0, 4}, Encoding::kUtf16), 7u);
  EXPECT_EQ(ToOffset(text, {0, 3}, Encoding::kUtf8), 3u);
  EXPECT_EQ(ToPosition(text, 7, Encoding::kUtf16), (Position{0, 4}));
  EXPECT_EQ(ToPosition(text, 7, Encoding::kUtf8), (Position{0, 7}));
  EXPECT_EQ(ToPosition(text, 7, Encoding::kUtf32), (Position{0, 3}));
  EXPECT_EQ(ToOffset(text, {0, 3}, Encoding::kUtf32), 7u);
  EXPECT_EQ(ToPosition(text, 9, Encoding::kUtf16), (Position{1, 0}));
}

TEST(PositionsTest, WhatIsOutsideIsTheEnd) {
  EXPECT_EQ(ToOffset("ab\ncd", {0, 9}, Encoding::kUtf16), 2u);
  EXPECT_EQ(ToOffset("ab\ncd", {1, 9}, Encoding::kUtf16), 5u);
  EXPECT_EQ(ToOffset("ab\ncd", {7, 0}, Encoding::kUtf16), 5u);
  EXPECT_EQ(ToOffset("", {0, 0}, Encoding::kUtf16), 0u);
  // In the middle of a pair of surrogates: before the character.
  EXPECT_EQ(ToOffset("😀", {0, 1}, Encoding::kUtf16), 0u);
}

TEST(PositionsTest, LinesEndInThreeWays) {
  const std::string text = "a\r\nb\rc\nd";
  for (uint64_t line : {0, 1, 2, 3}) {
    const size_t at = ToOffset(text, {line, 0}, Encoding::kUtf16);
    EXPECT_EQ(text[at], "abcd"[line]);
    EXPECT_EQ(ToPosition(text, at, Encoding::kUtf16), (Position{line, 0}));
  }
  EXPECT_EQ(ToOffset(text, {0, 5}, Encoding::kUtf16), 1u);
}

TEST(PositionsTest, EndsOfEachKindMayStandFarApart) {
  const std::string text = "a\n\nb\n" + std::string(300, 'x') + "\r\r\nc\nd\r";
  const std::string_view starts = "a\nbx\rcd";
  for (uint64_t line = 0; line < starts.size(); ++line) {
    const size_t at = ToOffset(text, {line, 0}, Encoding::kUtf8);
    EXPECT_EQ(text[at], starts[line]) << line;
    EXPECT_EQ(ToPosition(text, at, Encoding::kUtf8), (Position{line, 0}));
  }
  EXPECT_EQ(ToOffset(text, {7, 0}, Encoding::kUtf8), text.size());
  EXPECT_EQ(ToPosition(text, text.size(), Encoding::kUtf8), (Position{7, 0}));
}

// There and back at every character of a text.
TEST(PositionsTest, EveryPlaceComesBack) {
  const std::string text = "x = 'ä€😀'\r\n\ty.z\n\n";
  for (Encoding encoding : {Encoding::kUtf8, Encoding::kUtf16, Encoding::kUtf32}) {
    for (size_t at = 0; at <= text.size(); ++at) {
      const bool inside = at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
      if (inside || (at > 0 && text[at - 1] == '\r')) continue;
      EXPECT_EQ(ToOffset(text, ToPosition(text, at, encoding), encoding), at);
    }
  }
}

}  // namespace
}  // namespace fastnode::serve
