#include "collect/draw/condition_shares.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::draw {
namespace {

using pack::Condition;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(ConditionSharesTest, AreReadAsTheyAreWritten) {
  const ConditionShares shares = *ParseShares("rest_of_line:0.75,whole_file:3");
  EXPECT_THAT(shares, ElementsAre(3, 0, 0.75, 0));
  EXPECT_EQ(PrintShares(shares), "whole_file:3.0,rest_of_line:0.75");
  EXPECT_EQ(*ParseShares(PrintShares(shares)), shares);
  EXPECT_EQ(*SharesFromJson(SharesToJson(shares)), shares);
  EXPECT_EQ(*ParseShares(PrintShares(kDefaultConditionShares)), kDefaultConditionShares);
}

TEST(ConditionSharesTest, WhatIsWrongIsNamed) {
  const std::pair<const char*, const char*> wrong[] = {
      {"", "above 0"},
      {"whole_file:0", "above 0"},
      {"whole_file", "'whole_file' is not CONDITION:SHARE"},
      {"whole_file:1x", "'whole_file:1x' is not"},
      {"whole_file:-1", "whole_file must be from 0"},
      {"whole_file:nan", "whole_file must be from 0"},
      {"all:1", "'all'; there are whole_file, expression_ends, rest_of_line, nothing_below"},
      {"one_typed:1", "called 'one_typed'"}};
  for (const auto& [text, message] : wrong) {
    const Result<ConditionShares> shares = ParseShares(text);
    ASSERT_FALSE(shares.ok()) << text;
    EXPECT_THAT(shares.error().message, HasSubstr(message));
  }
  EXPECT_FALSE(SharesFromJson(Json(1)).ok());
  EXPECT_FALSE(SharesFromJson(Json{{"whole_file", "1"}}).ok());
}

TEST(ConditionSharesTest, EachPlaceHasItsConditionAndEachConditionItsShare) {
  SharesOfLists shares = DefaultConditions();
  shares[static_cast<size_t>(pack::PlaceList::kArguments)] = {0, 0, 0, 1};
  std::array<int, pack::kNumDrawnConditions> counts{};
  constexpr int kPlaces = 20000;
  for (int at = 0; at < kPlaces; ++at) {
    CutCache::Place place{HashContent("text"), pack::Task::kAttribute, at};
    const Condition condition = ConditionOf(place, shares);
    EXPECT_EQ(ConditionOf(place, shares), condition);
    ++counts[static_cast<size_t>(condition)];
    place.task = pack::Task::kArgument;
    EXPECT_EQ(ConditionOf(place, shares), Condition::kNothingBelow);
  }
  for (size_t c = 0; c < counts.size(); ++c) {
    EXPECT_NEAR(counts[c] / double{kPlaces}, kDefaultConditionShares[c], 0.02);
  }
}

}  // namespace
}  // namespace fastnode::draw
