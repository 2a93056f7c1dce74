#include "analyze/types/infer/struct_format.h"

#include <gtest/gtest.h>

namespace fastnode::types {
namespace {

using Classes = std::vector<std::string_view>;

TEST(StructFormatTest, EachLetterIsAClassAndNumbersRepeatIt) {
  EXPECT_EQ(ClassesOfFormat("<If"), Classes({"int", "float"}));
  EXPECT_EQ(ClassesOfFormat("!2H?"), Classes({"int", "int", "bool"}));
  EXPECT_EQ(ClassesOfFormat("4s 3x c"), Classes({"bytes", "bytes"}));
  EXPECT_EQ(ClassesOfFormat("0i"), Classes());
}

TEST(StructFormatTest, WhatIsNoFormatSaysNothing) {
  EXPECT_EQ(ClassesOfFormat("{n}s"), std::nullopt);
  EXPECT_EQ(ClassesOfFormat("99999999999999999999i"), std::nullopt);
}

}  // namespace
}  // namespace fastnode::types
