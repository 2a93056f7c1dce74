#include "support/toml.h"

#include <gtest/gtest.h>

#include <string>

namespace fastnode {
namespace {

TEST(TomlTest, SaysTheSameAsJson) {
  const Result<Json> json = ParseToml(
      "[tool.lid]\nname = \"pot\"\nsize = 2\nweight = 0.5\nround = true\nmade = 2024-05-01\n"
      "parts = ['a', 'b']\n\n[[tool.lid.knobs]]\nx = 1\n[[tool.lid.knobs]]\nx = 2\n");
  ASSERT_TRUE(json.ok()) << json.error().message;
  const Json lid = ParseJson(R"({"name": "pot", "size": 2, "weight": 0.5, "round": true,
      "made": "2024-05-01", "parts": ["a", "b"], "knobs": [{"x": 1}, {"x": 2}]})")
                       .value();
  for (const auto& [key, value] : lid.items()) EXPECT_EQ((*json)["tool"]["lid"][key], value) << key;
  EXPECT_EQ(ParseToml("").value(), Json::object());
}

TEST(TomlTest, LongKeysAreRefused) {
  const auto repeated = [](std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  };
  for (int times : {200, 400000}) {
    EXPECT_FALSE(ParseToml("a" + repeated(".a", times) + " = 1\n").ok());
    EXPECT_FALSE(ParseToml("[a" + repeated(".a", times) + "]\n").ok());
    EXPECT_FALSE(ParseToml("b = {\"a,\"" + repeated(".\"a,\"", times) + " = 1}\n").ok());
  }
  EXPECT_TRUE(ParseToml("a = [" + repeated("'a.py', 1.5, ", 500) + "]\n").ok());
  EXPECT_TRUE(ParseToml("a = \"" + repeated("So. ", 500) + "\"  # " + repeated("a.", 500)).ok());
  EXPECT_TRUE(ParseToml("a = \"\"\"\n" + repeated("\"So. ", 500) + "\"\"\"\n").ok());
}

TEST(TomlTest, ErrorsSayWhere) {
  const Result<Json> json = ParseToml("a = 1\nb = = 2\n");
  ASSERT_FALSE(json.ok());
  EXPECT_TRUE(json.error().message.starts_with("line 2: ")) << json.error().message;
  EXPECT_FALSE(ParseToml("a = 1\na = 2\n").ok());
  EXPECT_FALSE(ParseToml("a = \"\xff\"\n").ok());
  EXPECT_FALSE(ParseToml("a = " + std::string(150, '[') + std::string(150, ']')).ok());
  EXPECT_FALSE(ParseToml("a = " + std::string(100000, '[')).ok());
}

}  // namespace
}  // namespace fastnode
