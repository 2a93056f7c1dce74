#include "support/first_letters.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace fastnode {
namespace {

TEST(FirstLettersTest, OrdersNamesAsTheirBytesDo) {
  const std::vector<std::string> ascending = {"",        "A",        "a", "ab", "abc",
                                              "abcdefg", "abcdefgh", "b", "é",  "\xFF"};
  for (size_t i = 1; i < ascending.size(); ++i) {
    EXPECT_LT(FirstLetters(ascending[i - 1]), FirstLetters(ascending[i])) << ascending[i];
  }
}

TEST(FirstLettersTest, LooksAtEightBytesOnly) {
  EXPECT_EQ(FirstLetters("abcdefgh"), FirstLetters("abcdefghi"));
  EXPECT_NE(FirstLetters("abcdefgh"), FirstLetters("abcdefg"));
}

}  // namespace
}  // namespace fastnode
