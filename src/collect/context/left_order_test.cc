// Against comparing places token by token, on lists made at random: few tokens and many, some of
// them far more frequent than others, runs that are repeated, and files of all lengths.
#include "collect/context/left_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "collect/context/followers.h"
#include "support/random.h"

namespace fastnode::context {
namespace {

std::vector<uint32_t> OneByOne(const std::vector<Token>& list, Key key,
                               std::vector<uint32_t> places) {
  auto is_before = [&](uint32_t a, uint32_t b) {
    for (uint32_t depth = 1; depth <= kLongestRun; ++depth) {
      const Token of_a = key(list[a - depth]), of_b = key(list[b - depth]);
      if (of_a != of_b) return of_a < of_b;
      if (of_a == tokens::kNothing) break;
    }
    return a < b;
  };
  std::sort(places.begin(), places.end(), is_before);
  return places;
}

Token SomeToken(Random& random, uint64_t num_distinct, bool is_skewed) {
  uint64_t number = random.Below(num_distinct);
  for (int i = 0; is_skewed && i < 4; ++i) number = random.Below(number + 1);
  const auto token = static_cast<Token>(1 + number * 2654435761u % 100'000);
  switch (number % 4) {
    case 0:
      return token;
    case 1:
      return token | tokens::kNameBit;
    default:
      return token | tokens::kNameBit | tokens::kCommonBit;
  }
}

TEST(LeftOrderTest, IsThatOfComparingTokenByToken) {
  for (uint64_t trial = 0; trial < 60; ++trial) {
    Random random(7, 0, trial);
    const uint64_t num_distinct = trial % 6 == 0 ? 2 : 1 + random.Below(trial % 2 == 0 ? 12 : 3000);
    const bool is_skewed = trial % 3 == 0;
    std::vector<Token> list = {tokens::kNothing};
    while (list.size() < 6000) {
      if (random.Below(60) == 0) list.push_back(tokens::kNothing);
      if (list.size() > 200 && random.Below(20) == 0) {
        const size_t from = random.Below(list.size() - 40);
        for (size_t i = 0; i < 40; ++i) list.push_back(Token{list[from + i]});
      }
      list.push_back(SomeToken(random, num_distinct, is_skewed));
    }
    std::vector<uint32_t> places;
    for (uint32_t at = 1; at < list.size(); ++at) {
      if (random.Below(3) != 0) places.push_back(at);
    }
    const Numbered numbered(list);
    for (const Key key : {Key{tokens::Spelling}, Key{tokens::Shape}}) {
      ASSERT_EQ(InOrderOfLeft(numbered, key, places), OneByOne(list, key, places)) << trial;
    }
  }
}

TEST(LeftOrderTest, NothingHasNoOrder) {
  const std::vector<Token> list = {tokens::kNothing};
  EXPECT_TRUE(InOrderOfLeft(Numbered(list), tokens::Spelling, {}).empty());
}

}  // namespace
}  // namespace fastnode::context
