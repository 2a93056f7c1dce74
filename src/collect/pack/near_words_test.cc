// Known answers. What is hidden tells nothing, wherever else its words do not stand.
#include "collect/pack/near_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "support/hash.h"
#include "support/random.h"

namespace fastnode::pack {
namespace {

// Of a text with the hidden part between two bars; "||": an empty place.
CandidateBytes FeaturesOf(std::string text, std::string_view candidate) {
  const size_t begin = text.find('|'), end = text.find('|', begin + 1) - 1;
  text.erase(end + 1, 1).erase(begin, 1);
  CandidateBytes f{};
  NearWords(text, begin, end, nullptr).Put(Hash64(candidate), NumberParts(candidate), f);
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

// Text before and behind the place is left out, put in and replaced.
TEST(NearWordsTest, KnownWordsOfATextMuchLikeItChangeNothing) {
  std::string text;
  for (int i = 0; i < 600; ++i) {
    const std::string n = std::to_string(i % 7);
    text += "first_" + n + " = call(other" + n + ".nameOf" + n + ", " + n + "2)  # it's\n";
    if (i == 300) text += "data = '" + std::string(70, 'x') + "'\n";
  }
  text = "\xC3\xA9t\xC3\xA9 = 1\n" + text;
  int num_known = 0;
  for (const std::string& original :
       {text, text.substr(0, 900), std::string("a b"), std::string()}) {
    const TextWords words(original);
    for (uint64_t draw = 0; draw < 2000; ++draw) {
      Random random(1, 2, draw);
      auto place = [&](size_t size) { return static_cast<size_t>(random.Below(size + 1)); };
      std::string edited = original;
      // Between two words mostly.
      size_t from = place(edited.size());
      while (draw % 4 != 0 && from > 0 && IsWordByte(edited[from - 1])) --from;
      const std::string put = std::array{"", ")", "x", " x y", "1", "a_b(c"}[place(5)];
      edited.replace(from, draw % 4 * place(10), put);
      // Around the edit mostly, and elsewhere.
      const size_t begin = draw % 5 == 0 ? place(edited.size()) : from,
                   end = std::min(edited.size(),
                                  draw % 5 == 1 ? from + place(4) : begin + put.size());
      const NearWords read(edited, begin, end, nullptr), known(edited, begin, end, &words);
      num_known += !words.Before(edited, begin, 256, 1 << 14).empty() &&
                   !words.After(edited, end, 64, 1 << 14).empty();
      for (const std::string& name :
           {std::string("first_3"), std::string("nameOf5"), std::string("x"), std::string("a_b"),
            std::string("12"), edited.substr(from, 7)}) {
        CandidateBytes of_read{}, of_known{};
        read.Put(Hash64(name), NumberParts(name), of_read);
        known.Put(Hash64(name), NumberParts(name), of_known);
        ASSERT_EQ(of_read, of_known) << draw << " " << name << " at " << begin;
      }
    }
  }
  EXPECT_GT(num_known, 1000);
}

TEST(NearWordsTest, ReadsNoFurtherThanItsWindow) {
  std::string far = "goal\n";
  for (int i = 0; i < 400; ++i) far += "word ";
  EXPECT_EQ(FeaturesOf(far + "self.||", "goal"), CandidateBytes{});
  EXPECT_EQ(FeaturesOf("goal " + std::string(100'000, ' ') + "self.||", "goal"), CandidateBytes{});
  EXPECT_EQ(FeaturesOf("||", "goal"), CandidateBytes{});
  // Of known words as of those that are read.
  const std::string text =
      "goal " + std::string(100'000, ' ') + "x" + std::string(100'000, ' ') + " goal";
  const TextWords words(text);
  const size_t at = text.find('x');
  CandidateBytes f{};
  NearWords(text, at, at + 1, &words).Put(Hash64("goal"), NumberParts("goal"), f);
  EXPECT_EQ(f, CandidateBytes{});
}

}  // namespace
}  // namespace fastnode::pack
