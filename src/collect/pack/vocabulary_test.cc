#include "collect/pack/vocabulary.h"

#include <gtest/gtest.h>

namespace fastnode::pack {
namespace {

using Parts = std::vector<std::string>;

TEST(SplitNameTest, SplitsAtUnderscoresCapitalsAndDigits) {
  EXPECT_EQ(SplitName("foo"), (Parts{"foo"}));
  EXPECT_EQ(SplitName("FOO"), (Parts{"foo"}));
  EXPECT_EQ(SplitName("fooBarCar"), (Parts{"foo", "bar", "car"}));
  EXPECT_EQ(SplitName("__foo__"), (Parts{"foo"}));
  EXPECT_EQ(SplitName("foo__bar_c"), (Parts{"foo", "bar", "c"}));
  EXPECT_EQ(SplitName("foo123bar"), (Parts{"foo", "123", "bar"}));
  EXPECT_EQ(SplitName("getHTTPResponse"), (Parts{"get", "http", "response"}));
  EXPECT_EQ(SplitName("df_2D"), (Parts{"df", "2", "d"}));
  EXPECT_EQ(SplitName("___"), (Parts{"___"}));
  EXPECT_EQ(SplitName("αβ"), (Parts{"αβ"}));
}

TEST(SplitNameTest, KeepsAtMostSoManyParts) {
  EXPECT_EQ(SplitName("a_b_c_d", 2), (Parts{"a", "b"}));
}

TEST(SplitTypeNameTest, KeepsThePrefixAndTheLastTwoComponents) {
  EXPECT_EQ(SplitTypeName("builtins.str"), (Parts{"builtins", "str"}));
  EXPECT_EQ(SplitTypeName("mod:os.path"), (Parts{"mod:", "os", "path"}));
  EXPECT_EQ(SplitTypeName("type:a.b.c.OrderedDict"), (Parts{"type:", "c", "ordered", "dict"}));
  EXPECT_EQ(SplitTypeName(""), Parts{});
}

TEST(VocabularyTest, UnknownTokensAreRowZero) {
  Vocabulary vocabulary({"foo", "bar"});
  EXPECT_EQ(vocabulary.size(), 3);
  EXPECT_EQ(vocabulary.Row("foo"), 1);
  EXPECT_EQ(vocabulary.Row("bar"), 2);
  EXPECT_EQ(vocabulary.Row("baz"), 0);
}

}  // namespace
}  // namespace fastnode::pack
