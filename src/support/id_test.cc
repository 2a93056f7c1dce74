#include "support/id.h"

#include <gtest/gtest.h>

#include <type_traits>
#include <unordered_set>
#include <vector>

namespace fastnode {
namespace {

using AppleId = Id<struct AppleTag>;
using PearId = Id<struct PearTag>;

template <typename A, typename B>
concept Comparable = requires(A a, B b) {
  a == b;
};
template <typename A, typename B>
concept Ordered = requires(A a, B b) {
  a < b;
};
template <typename Vector, typename Index>
concept IndexedBy = requires(Vector vector, Index index) {
  vector[index];
};

TEST(IdTest, NothingBecomesAnIdUnseen) {
  static_assert(std::is_constructible_v<AppleId, int> && !std::is_convertible_v<int, AppleId>);
  static_assert(!std::is_constructible_v<AppleId, PearId>);
  static_assert(!std::is_assignable_v<AppleId&, int> && !std::is_assignable_v<AppleId&, PearId>);
  static_assert(Comparable<AppleId, AppleId> && !Comparable<AppleId, PearId>);
  static_assert(Ordered<AppleId, AppleId> && !Ordered<AppleId, PearId>);
  using Apples = IdVector<AppleId, int>;
  static_assert(IndexedBy<Apples, AppleId>);
  static_assert(!IndexedBy<Apples, PearId> && !IndexedBy<Apples, int> &&
                !IndexedBy<Apples, size_t>);
  static_assert(std::is_trivially_copyable_v<AppleId> && sizeof(AppleId) == sizeof(int32_t));
}

TEST(IdTest, NoneIsTheDefault) {
  EXPECT_EQ(AppleId(), kNoId);
  EXPECT_NE(AppleId(0), kNoId);
  EXPECT_EQ(AppleId(kNoId), AppleId(-1));
}

TEST(IdTest, IdsCount) {
  AppleId id(3);
  EXPECT_EQ(++id, AppleId(4));
  EXPECT_EQ(id + 2, AppleId(6));
  EXPECT_EQ(id - AppleId(1), 3);
  EXPECT_LT(id, AppleId(5));
  EXPECT_TRUE(std::unordered_set<AppleId>{id}.contains(AppleId(4)));
  std::vector<AppleId> seen;
  for (AppleId each : IdRange(AppleId(1), AppleId(3))) seen.push_back(each);
  EXPECT_EQ(seen, (std::vector{AppleId(1), AppleId(2)}));
}

TEST(IdVectorTest, WhatIsPushedIsFoundByItsId) {
  IdVector<AppleId, char> apples;
  EXPECT_EQ(apples.push_back('a'), AppleId(0));
  EXPECT_EQ(apples.end_id(), AppleId(1));
  const AppleId b = apples.push_back('b');
  EXPECT_EQ(apples[b], 'b');
  IdVector<AppleId, bool> ripe(apples.size(), false);
  ripe[b] = true;
  EXPECT_FALSE(ripe[AppleId(0)]);
  EXPECT_TRUE(std::as_const(ripe)[b]);
}

}  // namespace
}  // namespace fastnode
