#include "collect/record/encode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::record {
namespace {

// Two nodes, one edge, one site with two candidates.
pack::Sample SmallSample() {
  pack::Sample sample = pack::MakeSample();
  sample.node_kinds = {1, 2};
  sample.node_name_begin = {0, 1, 3};
  sample.node_names = {4, 0, 2};
  sample.node_type_begin = {0, 0, 1};
  sample.node_types = {1};
  sample.edge_sources = {1};
  sample.edge_targets = {0};
  sample.edge_relations = {3};
  sample.site_tasks = {0};
  sample.site_nodes = {0};
  sample.site_features.assign(pack::kNumSiteFeatures, 7);
  sample.labels = {1};
  sample.candidate_begin = {0, 2};
  sample.candidate_features.assign(2 * pack::kNumCandidateFeatures, 9);
  sample.candidate_name_begin = {0, 1, 2};
  sample.candidate_names = {1, 2};
  sample.candidate_use_begin = {0, 0, 1};
  sample.candidate_uses = {0};
  return sample;
}

TEST(EncodeTest, ASampleComesBack) {
  pack::Sample sample = SmallSample();
  ASSERT_EQ(pack::Verify(sample, 5, 2), "");
  Result<pack::Sample> decoded = Decode(Encode(sample), 5, 2);
  ASSERT_TRUE(decoded.ok()) << decoded.error().message;
  EXPECT_EQ(*decoded, sample);
  EXPECT_EQ(*Decode(Encode(pack::MakeSample()), 1, 1), pack::MakeSample());
}

TEST(EncodeTest, EqualSamplesHaveEqualBytes) {
  EXPECT_EQ(Encode(SmallSample()), Encode(SmallSample()));
}

TEST(EncodeTest, APackedSampleHasTheSameTable) {
  pack::Sample two = SmallSample();
  pack::Append(SmallSample(), two);
  pack::PackedSample packed;
  EXPECT_EQ(Encode(packed), Encode(pack::MakeSample()));
  packed.Add(pack::Pack(SmallSample()));
  EXPECT_EQ(Encode(packed), Encode(SmallSample()));
  packed.Add(pack::Pack(SmallSample()));
  EXPECT_EQ(Encode(packed), Encode(two));
  EXPECT_EQ(*DecodePacked(packed.bytes(), 5, 2), two);
  EXPECT_THAT(DecodePacked(packed.bytes(), 4, 2).error().message, testing::HasSubstr("name row"));
}

TEST(EncodeTest, ASampleOfALargerVocabularyIsRefused) {
  Result<pack::Sample> decoded = Decode(Encode(SmallSample()), 4, 2);
  EXPECT_THAT(decoded.error().message, testing::HasSubstr("name row"));
}

// Whatever the bytes are, the result keeps the contract or is an error: no crash, and no half a
// sample.
TEST(EncodeTest, DamagedBytesAreRefusedOrStillKeepTheContract) {
  const std::string bytes = Encode(SmallSample());
  for (size_t size = 0; size < bytes.size(); ++size) {
    Result<pack::Sample> decoded = Decode(bytes.substr(0, size), 5, 2);
    if (decoded.ok()) EXPECT_EQ(pack::Verify(*decoded, 5, 2), "");
  }
  int refused = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ 1 << bit);
      Result<pack::Sample> decoded = Decode(damaged, 5, 2);
      if (decoded.ok()) EXPECT_EQ(pack::Verify(*decoded, 5, 2), "");
      refused += !decoded.ok();
    }
  }
  EXPECT_GT(refused, 500);
  EXPECT_FALSE(Decode("", 5, 2).ok());
  EXPECT_FALSE(Decode(std::string(1000, '\xff'), 5, 2).ok());
}

TEST(EncodeTest, DamagedPackedBytesAreRefusedOrKeepTheContract) {
  const std::string bytes = pack::Pack(SmallSample());
  int refused = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ 1 << bit);
      Result<pack::Sample> decoded = DecodePacked(damaged, 5, 2);
      if (decoded.ok()) EXPECT_EQ(pack::Verify(*decoded, 5, 2), "");
      refused += !decoded.ok();
    }
    EXPECT_FALSE(i > 0 && DecodePacked(bytes.substr(0, i), 5, 2).ok());
  }
  EXPECT_GT(refused, 500);
  EXPECT_FALSE(DecodePacked(std::string(1000, '\xff'), 5, 2).ok());
}

TEST(EncodeTest, JsonHasEveryArray) {
  Json json = ToJson(SmallSample());
  EXPECT_EQ(json.size(), 18u);
  EXPECT_EQ(json["labels"], Json::array({1}));
}

}  // namespace
}  // namespace fastnode::record
