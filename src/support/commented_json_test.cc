#include "support/commented_json.h"

#include <gtest/gtest.h>

namespace fastnode {
namespace {

TEST(CommentedJsonTest, CommentsAndLastCommasAreBlanks) {
  const Result<Json> json = ParseCommentedJson(
      "// of ours\n{\n  \"a\": [1, 2, /* \"3\", */ ],  // , }\n  \"b//\": \"/* \\\" */,]\",\n}\n");
  ASSERT_TRUE(json.ok()) << json.error().message;
  EXPECT_EQ(PrintJson(*json), R"({"a":[1,2],"b//":"/* \" */,]"})");
  for (const char* bad : {"", "[1,,]", "{\"a\": 1 /", "[1] /* 2", "[\"a", "[\"a\\", "[,]x"}) {
    const Result<Json> one = ParseCommentedJson(bad);
    EXPECT_EQ(one.ok(), std::string_view(bad) == "[1] /* 2") << bad;
  }
}

}  // namespace
}  // namespace fastnode
