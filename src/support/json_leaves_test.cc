#include "support/json_leaves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode {
namespace {

TEST(JsonLeaves, AreValuesThatAreNoObjectsByTheirPaths) {
  const Json json = *ParseJson(R"({"b": {"z": 1, "a": {"x": [2]}}, "a": "text", "empty": {}})");
  std::vector<std::string> leaves;
  for (const auto& [path, value] : LeavesOf(json)) leaves.push_back(path + " " + PrintJson(*value));
  EXPECT_THAT(leaves, testing::ElementsAre("b.z 1", "b.a.x [2]", "a \"text\""));
  EXPECT_EQ(LeavesOf(json["b"], "of").front().first, "of.z");
  EXPECT_EQ(LeavesOf(json["a"], "alone").front().first, "alone");
}

}  // namespace
}  // namespace fastnode
