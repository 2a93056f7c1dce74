#include "predict/asked/text_place.h"

#include <gtest/gtest.h>

#include <string>

namespace fastnode::predict {
namespace {

using enum TextPlace;

TextPlace At(const std::string& text) { return PlaceIn(text, text.size()); }

TEST(TextPlace, KnowsStringsCommentsAndCode) {
  EXPECT_EQ(At(""), kCode);
  EXPECT_EQ(At("f(a"), kCode);
  EXPECT_EQ(At("f('a"), kString);
  EXPECT_EQ(At("f('a'"), kBehindString);
  EXPECT_EQ(At("f('a', "), kCode);
  EXPECT_EQ(At("x = 1  # it's"), kComment);
  EXPECT_EQ(At("x = 1  # it's\n"), kCode);
  EXPECT_EQ(At("x = '#'"), kBehindString);
  EXPECT_EQ(At(R"(x = 'it\'s)"), kString);
  EXPECT_EQ(At(R"("")"), kBehindString);
}

TEST(TextPlace, BlanksComments) {
  EXPECT_EQ(WithBlankComments("x = '#'  # it's\ny"), "x = '#'        \ny");
  EXPECT_EQ(WithBlankComments("\"\"\"\n# text\n\"\"\"\n#"), "\"\"\"\n# text\n\"\"\"\n ");
}

TEST(TextPlace, KnowsStringsOfThreeQuotes) {
  EXPECT_EQ(At(R"(""")"), kLongString);
  EXPECT_EQ(At("\"\"\"Says \"so\".\nAnd (more"), kLongString);
  EXPECT_EQ(At("\"\"\"Says so.\"\"\""), kBehindString);
  EXPECT_EQ(At("'''a\"\"\"b"), kLongString);
}

TEST(TextPlace, TakesAForgottenQuoteAsFarAsItsLine) {
  EXPECT_EQ(At("x = 'open\ny = "), kCode);
  EXPECT_EQ(At("x = 'open\ry = "), kCode);
  EXPECT_EQ(At("x = f'{open\ny = "), kCode);
  EXPECT_EQ(At("x = f'{open[\"key\ny = "), kCode);
}

TEST(TextPlace, ABackslashGoesOverTheWholeLineEnd) {
  EXPECT_EQ(At("x = 'a\\\r\nb' + na"), kCode);
  EXPECT_EQ(At("x = 'a\\\nb' + na"), kCode);
}

TEST(TextPlace, KnowsHowValuesAreWritten) {
  EXPECT_EQ(At("print(f\"{n:#x}\", na"), kCode);
  EXPECT_EQ(At("print(f\"{s:'>10}\", na"), kCode);
  EXPECT_EQ(At("s = f\"\"\"\n{n:#x}\n\"\"\"\npri"), kCode);
  EXPECT_EQ(At("f'{n:>{wi"), kCode);
  EXPECT_EQ(At("f'{n:>{width}} and"), kString);
  EXPECT_EQ(At("f'{n:>"), kString);
  EXPECT_EQ(At("f'{a[1:2]} {na"), kCode);
}

TEST(TextPlace, FindsCodeInTheBracesOfFormatStrings) {
  EXPECT_EQ(At("f'{na"), kCode);
  EXPECT_EQ(At("f'{na} and"), kString);
  EXPECT_EQ(At("f'{{na"), kString);
  EXPECT_EQ(At("f'{d[\"k"), kString);
  EXPECT_EQ(At("f'{ {1: 2}[1]} "), kString);
  EXPECT_EQ(At("Rf\"\"\"a\n{b\n.c"), kCode);
  EXPECT_EQ(At("x = '{na"), kString);
  EXPECT_EQ(At("# f'{na"), kComment);
}

}  // namespace
}  // namespace fastnode::predict
