#include "analyze/types/file/likeness.h"

#include <gtest/gtest.h>

namespace fastnode::types {
namespace {

TEST(LikenessTest, OfAParameterToAClass) {
  EXPECT_EQ(LikenessOf("HTTPRequest", "http_request"), Likeness::kAll);
  EXPECT_EQ(LikenessOf("_Node", "node_"), Likeness::kAll);
  EXPECT_EQ(LikenessOf("date", "date"), Likeness::kAll);
  EXPECT_EQ(LikenessOf("HTTPRequest", "request"), Likeness::kEnd);
  EXPECT_EQ(LikenessOf("text_buffer", "buffer"), Likeness::kEnd);
  EXPECT_EQ(LikenessOf("HTTPRequest", "quest"), Likeness::kNone);
  EXPECT_EQ(LikenessOf("datetime", "time"), Likeness::kNone);
  EXPECT_EQ(LikenessOf("Request", "http_request"), Likeness::kNone);
  EXPECT_EQ(LikenessOf("T", "t"), Likeness::kNone);
  EXPECT_EQ(LikenessOf("", ""), Likeness::kNone);
  EXPECT_EQ(LikenessOf("___", "__"), Likeness::kNone);
}

TEST(LikenessTest, ClassThatAParameterIsNamedAfter) {
  EXPECT_EQ(ClassNamedAs("http_request"), "HttpRequest");
  EXPECT_EQ(ClassNamedAs("_node_"), "Node");
  EXPECT_EQ(ClassNamedAs("URL"), "URL");
  EXPECT_EQ(ClassNamedAs("_"), "");
}

TEST(LikenessTest, NamesOfClasses) {
  EXPECT_TRUE(IsNameOfClass("_Node"));
  EXPECT_FALSE(IsNameOfClass("node"));
  EXPECT_FALSE(IsNameOfClass("__"));
}

}  // namespace
}  // namespace fastnode::types
