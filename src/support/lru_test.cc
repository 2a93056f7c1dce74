#include "support/lru.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace fastnode {
namespace {

std::vector<std::string> KeysOf(Lru<std::string, int>& lru) {
  std::vector<std::string> keys;
  lru.VisitUntil([&](const std::string& key, int) {
    keys.push_back(key);
    return false;
  });
  return keys;
}

using Keys = std::vector<std::string>;

TEST(LruTest, WhatWasUsedLongestAgoIsForgotten) {
  Lru<std::string, int> lru({.max_entries = 2});
  lru.Put("a", 1);
  lru.Put("b", 2);
  ASSERT_NE(lru.Find(std::string_view("a")), nullptr);
  lru.Put("c", 3);
  EXPECT_EQ(KeysOf(lru), (Keys{"c", "a"}));
  EXPECT_EQ(lru.Find("b"), nullptr);
  EXPECT_EQ(*lru.Find("a"), 1);
}

TEST(LruTest, WeightsAreBoundedButForTheLastOne) {
  Lru<std::string, int> lru({.max_weight = 10});
  lru.Put("a", 1, 4);
  lru.Put("b", 2, 6);
  EXPECT_EQ(lru.size(), 2u);
  lru.Put("c", 3, 5);
  EXPECT_EQ(KeysOf(lru), (Keys{"c"}));
  lru.Put("d", 4, 50);
  EXPECT_EQ(KeysOf(lru), (Keys{"d"}));
  EXPECT_EQ(lru.weight(), 50u);
}

TEST(LruTest, WhatIsThereStaysWhenItIsPutAgain) {
  Lru<std::string, int> lru({.max_entries = 2});
  lru.Put("a", 1, 7);
  lru.Put("b", 2);
  EXPECT_EQ(lru.Put("a", 9, 9), 1);
  EXPECT_EQ(KeysOf(lru), (Keys{"a", "b"}));
  EXPECT_EQ(lru.weight(), 7u);
}

}  // namespace
}  // namespace fastnode
