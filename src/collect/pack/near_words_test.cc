// Known answers. What is hidden tells nothing, wherever else its words do not stand.
#include "collect/pack/near_words.h"

#include <gtest/gtest.h>

#include <string>

#include "support/hash.h"

namespace fastnode::pack {
namespace {

// Of a text with the hidden part between two bars; "||": an empty place.
CandidateBytes FeaturesOf(std::string text, std::string_view candidate) {
  const size_t begin = text.find('|'), end = text.find('|', begin + 1) - 1;
  text.erase(end + 1, 1).erase(begin, 1);
  CandidateBytes f{};
  NearWords(text, begin, end).Put(Hash64(candidate), NumberParts(candidate), f);
  return f;
}

TEST(NearWordsTest, DistancesAreCountedInWordsToBothSides) {
  const std::string text = "late = 1\nx = self.|late|\nself.size = early\n";
  EXPECT_EQ(FeaturesOf(text, "self")[kWordBefore], QuantiseNearness(0));
  EXPECT_EQ(FeaturesOf(text, "x")[kWordBefore], QuantiseNearness(1));
  EXPECT_EQ(FeaturesOf(text, "late")[kWordBefore], QuantiseNearness(2));
  EXPECT_EQ(FeaturesOf(text, "early")[kWordBefore], 0);
  EXPECT_EQ(FeaturesOf(text, "early")[kWordAfter], QuantiseNearness(2));
}

TEST(NearWordsTest, WhatIsHiddenTellsNothing) {
  for (std::string_view name : {"secret_key", "secret", "key"}) {
    EXPECT_EQ(FeaturesOf("x = self.|secret_key|\ny = 1\n", name), CandidateBytes{}) << name;
    EXPECT_NE(FeaturesOf("x = self.||\ny = secret_key\n", "secret_key"), CandidateBytes{});
  }
}

TEST(NearWordsTest, StringsAndCommentsCountAsCodeDoes) {
  EXPECT_NE(FeaturesOf("c['timeout'] = self.||", "timeout")[kWordBefore], 0);
  EXPECT_NE(FeaturesOf("# The timeout.\nself.||", "timeout")[kWordBefore], 0);
  EXPECT_EQ(FeaturesOf("1timeout = self.||", "timeout")[kWordBefore], 0);  // no word of its own
}

TEST(NearWordsTest, SubtokensAreFoundInOtherNames) {
  const CandidateBytes both = FeaturesOf("maxWidth = self.||", "width_max");
  EXPECT_EQ(both[kWordBefore], 0);
  EXPECT_EQ(both[kPartsClose], QuantiseShare(1));
  EXPECT_EQ(both[kPartsBefore], QuantiseNearness(1));  // `self` stands between
  const CandidateBytes half = FeaturesOf("maxWidth = self.||", "max_height");
  EXPECT_EQ(half[kPartsClose], QuantiseShare(0.5));
  EXPECT_EQ(half[kPartsBefore], QuantiseNearness(1) / 2);
}

TEST(NearWordsTest, ReadsNoFurtherThanItsWindow) {
  std::string far = "goal\n";
  for (int i = 0; i < 400; ++i) far += "word ";
  EXPECT_EQ(FeaturesOf(far + "self.||", "goal"), CandidateBytes{});
  EXPECT_EQ(FeaturesOf("goal " + std::string(100'000, ' ') + "self.||", "goal"), CandidateBytes{});
  EXPECT_EQ(FeaturesOf("||", "goal"), CandidateBytes{});
}

}  // namespace
}  // namespace fastnode::pack
