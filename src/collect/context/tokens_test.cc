#include "collect/context/tokens.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "collect/context/tokens_again.h"
#include "support/random.h"

namespace fastnode::context {
namespace {

std::vector<Token> Of(std::string_view text) { return Tokenize(text).list; }

TEST(TokensTest, LayoutAndCommentsLeaveNoToken) {
  const auto plain = Of("f(a, b)\nx = {1: y}\n");
  EXPECT_EQ(Of("f( a,b )   # why\n\n\nx={ 1 : y }\n"), plain);
  EXPECT_EQ(Of("f(\n    a,\n    b,\n)\nx = {\n    1: y,  # one\n}\n"), plain);
  EXPECT_EQ(Of("f(a, \\\n  b)\r\nx = {1: y}\r\n"), plain);
  EXPECT_NE(Of("f(a, b)\nx = {1: y}\nz"), plain);
}

TEST(TokensTest, WhatIsAlikeIsEqual) {
  EXPECT_EQ(Of("1"), Of("2.5e-3"));
  EXPECT_EQ(Of("1"), Of("0xFF_FF"));
  EXPECT_EQ(Of(".5"), Of("7j"));
  EXPECT_NE(Of("'a'"), Of("'b'"));
  EXPECT_EQ(Of("'a long string of many letters'"), Of("\"another long string, as long\""));
  EXPECT_EQ(Of("'''two\nlines, and what else stands there'''"),
            Of("f'a long one of {many} parts'"));
  EXPECT_NE(Of("a"), Of("b"));
  EXPECT_NE(Of("a ** b"), Of("a * b"));
}

TEST(TokensTest, AStringEndsWhereItEnds) {
  EXPECT_EQ(Of(R"(x = 'it\'s' + y)").size(), 5u);
  EXPECT_EQ(Of("x = '''a 'b' c''' + y").size(), 5u);
  EXPECT_EQ(Of("x = rb'\\n' + u\"\" + y").size(), 7u);
  EXPECT_EQ(Of("x = 'goes \\\r\non' + y").size(), 5u);
  EXPECT_EQ(Of("x = 'not closed\ny = 1\n").size(), 8u);
  EXPECT_EQ(Of("x = '''not closed\ny = 1\n").size(), 3u);
}

TEST(TokensTest, AShapeHasNoNamesButThoseAfterDotsAndKeywords) {
  auto shape = [](std::string_view text) {
    std::vector<Token> list = Of(text);
    for (Token& token : list) token = tokens::Shape(token);
    return list;
  };
  EXPECT_EQ(shape("if a.name == b:"), shape("if x.name == yy:"));
  EXPECT_NE(shape("if a.name == b:"), shape("if a.other == b:"));
  EXPECT_NE(shape("if a.name == b:"), shape("while a.name == b:"));
  EXPECT_NE(shape("self.name"), shape("other.name"));
}

TEST(TokensTest, TokensKnowWhereTheyBegin) {
  const std::string text = "ab.cd(é)  # x\n";
  const Tokens tokens = Tokenize(text);
  ASSERT_EQ(tokens.size(), 7u);
  EXPECT_EQ(tokens.begin, (std::vector<uint32_t>{0, 2, 3, 5, 6, 8, 14}));
  EXPECT_EQ(NameAt(text, 3), "cd");
  EXPECT_EQ(tokens.From(3), 2u);
  EXPECT_EQ(tokens.From(4), 3u);
  EXPECT_EQ(tokens.From(99), 7u);
  EXPECT_EQ(tokens::Spelling(tokens.list[2]), tokens::OfName("cd"));
}

TEST(TokensTest, AnyBytesAreTokens) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_GT(Tokenize(all).size(), 30u);
  EXPECT_EQ(Tokenize("").size(), 0u);
  EXPECT_EQ(Tokenize("\\").size(), 0u);
  EXPECT_EQ(Tokenize("'\\").size(), 1u);
}

TEST(TokensTest, AfterAnEditTheyAreThoseOfTheText) {
  const std::vector<std::string> kPieces = {
      "f(", ")", ",",    "\n", "\n  ", "x",  "self", ".y",     "'a'", "\"",  "'''", "#",
      "[",  "]", "1.5e", "+",  "**=",  "r'", "\\\n", "\\\r\n", "in",  ",\n", "{",   "}"};
  Random random(1, 0, 0);
  auto some = [&](size_t most) {
    std::string text;
    for (size_t n = random.Below(most); n > 0; --n) text += kPieces[random.Below(kPieces.size())];
    return text;
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::string before = some(60);
    const size_t at = random.Below(before.size() + 1);
    std::string after = before;
    after.replace(at, random.Below(10), some(4));
    const Tokens whole = Tokenize(after);
    const Tokens again = TokenizeAgain(before, Tokenize(before), after);
    ASSERT_EQ(again.list, whole.list) << before << "\n-----\n" << after;
    ASSERT_EQ(again.begin, whole.begin) << before << "\n-----\n" << after;
  }
}

}  // namespace
}  // namespace fastnode::context
