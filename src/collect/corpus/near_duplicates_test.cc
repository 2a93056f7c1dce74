#include "collect/corpus/near_duplicates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <unordered_map>
#include <utility>
#include <vector>

#include "collect/corpus/sketch.h"
#include "support/random.h"

namespace fastnode::corpus {
namespace {

class GivenContents final : public Contents {
 public:
  explicit GivenContents(std::vector<Sketch> sketches) : sketches_(std::move(sketches)) {}
  uint32_t size() const override { return static_cast<uint32_t>(sketches_.size()); }
  std::optional<Found> Find(std::string_view, const ContentId&) const override { return {}; }
  Sketch SketchOf(uint32_t number) const override { return sketches_[number]; }

 private:
  std::vector<Sketch> sketches_;
};

// What is promised, with everything in memory: the first 64 kept of each bucket are compared.
class Plain {
 public:
  explicit Plain(const GivenContents& contents) : contents_(contents) {}

  Outcome Offer(uint32_t content) {
    auto [found, is_new] = outcomes_.emplace(content, Outcome::kKept);
    if (!is_new) {
      return found->second == Outcome::kKept ? Outcome::kDuplicate : Outcome::kNearDuplicate;
    }
    const Sketch sketch = contents_.SketchOf(content);
    for (uint64_t key : BandsOf(sketch)) {
      for (uint32_t other : buckets_[key]) {
        if (Agreement(sketch, contents_.SketchOf(other)) < kNearDuplicate) continue;
        found->second = Outcome::kNearDuplicate;
        return found->second;
      }
    }
    for (uint64_t key : BandsOf(sketch)) {
      if (buckets_[key].size() < 64) buckets_[key].push_back(content);
    }
    return Outcome::kKept;
  }

 private:
  const GivenContents& contents_;
  std::unordered_map<uint64_t, std::vector<uint32_t>> buckets_;
  std::unordered_map<uint32_t, Outcome> outcomes_;
};

// Signatures by chance; some are nearly another one, and in some buckets there are hundreds that
// are not alike.
GivenContents ContentsByChance(uint32_t number) {
  std::vector<Sketch> sketches;
  for (uint32_t i = 0; i < number; ++i) {
    Random random(1, 2, i);
    Sketch sketch;
    for (uint32_t& value : sketch) value = static_cast<uint32_t>(random.Next());
    if (i > 0 && i % 4 == 0) {
      sketch = sketches[random.Next() % i];
      const uint64_t changes = random.Next() % 14;
      for (uint64_t k = 0; k < changes; ++k) sketch[random.Next() % kSketchSize] = 7;
    }
    if (i % 3 == 0) {
      const size_t band = random.Next() % 3;
      for (size_t k = 0; k < 4; ++k) sketch[band * 4 + k] = 1;
    }
    sketches.push_back(sketch);
  }
  return GivenContents(std::move(sketches));
}

TEST(NearDuplicatesTest, AnyMemoryAndAnyOrderGiveWhatAPlainIndexGives) {
  const std::string folder = ::testing::TempDir() + "near_duplicates";
  std::filesystem::create_directories(folder);
  constexpr uint32_t kNumber = 2000;
  const GivenContents contents = ContentsByChance(kNumber);
  for (size_t bytes : {size_t{0}, size_t{5000}, size_t{1} << 27}) {
    Result<NearDuplicates> near = NearDuplicates::Make(contents, {folder, bytes});
    ASSERT_TRUE(near.ok());
    for (uint64_t order = 0; order < 3; ++order) {
      near->Begin();
      Plain plain(contents);
      int count[kNumOutcomes] = {};
      for (uint64_t i = 0; i < 3 * kNumber; ++i) {
        const uint64_t chosen = order == 0 ? i % kNumber : Random(order, 3, i).Next() % kNumber;
        const auto content = static_cast<uint32_t>(chosen);
        const Outcome outcome = near->Offer(content);
        ASSERT_EQ(outcome, plain.Offer(content)) << bytes << " " << order << " " << i;
        ++count[static_cast<size_t>(outcome)];
      }
      for (Outcome outcome : {Outcome::kKept, Outcome::kDuplicate, Outcome::kNearDuplicate}) {
        EXPECT_GT(count[static_cast<size_t>(outcome)], 100) << Name(outcome);
      }
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder)) << bytes;
  }
  std::filesystem::remove_all(folder);
}

TEST(NearDuplicatesTest, NoContentsAreFine) {
  Result<NearDuplicates> near = NearDuplicates::Make(GivenContents({}), {"/nowhere", 0});
  ASSERT_TRUE(near.ok());
  near->Begin();
}

}  // namespace
}  // namespace fastnode::corpus
