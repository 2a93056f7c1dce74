#include "qualify/ask/ranking.h"

#include <gtest/gtest.h>

namespace fastnode::qualify {
namespace {

TEST(RankOf, IsThePlaceFromZero) {
  Ranking ranking = {{"a", 3}, {"b", 2}};
  EXPECT_EQ(RankOf("a", ranking), 0);
  EXPECT_EQ(RankOf("b", ranking), 1);
  EXPECT_EQ(RankOf("c", ranking), kNotFound);
  EXPECT_EQ(RankOf("", {}), kNotFound);
}

TEST(OrderedList, KeepsTheFirstOfEachNameAndFallingScores) {
  OrderedList list;
  for (const char* name : {"b", "a", "", "b"}) list.Append(name);
  const Ranking ranking = list.Take();
  ASSERT_EQ(ranking.size(), 2u);
  EXPECT_EQ(ranking[0].name, "b");
  EXPECT_EQ(ranking[1].name, "a");
  EXPECT_GT(ranking[0].score, ranking[1].score);
}

}  // namespace
}  // namespace fastnode::qualify
