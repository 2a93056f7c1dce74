#include "predict/making/lacking_decorator.h"

#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

TEST(LackingDecorator, ItIsPutAboveTheLineAsFarToTheRight) {
  const std::string text = "class A:\r\n  async def run";
  const auto edits = EditsForDecorator(text, text.size(), "@classmethod");
  ASSERT_EQ(edits.size(), 1U);
  EXPECT_EQ(edits[0], (auto_import::Edit{10, 10, "  @classmethod\r\n"}));
  EXPECT_EQ(EditsForDecorator("def x", 5, "@property")[0].text, "@property\n");
  EXPECT_TRUE(EditsForDecorator(text, text.size(), "").empty());
}

}  // namespace
}  // namespace fastnode::predict
