// Features: bytes made by hand that say what is known of a candidate or of a site
// (candidate_features and site_features of pack/sample.h).
//
// A slot has a meaning for each task: the file of the task names the slots that it fills, and says
// of which knowledge each is made (TaskRow::features, TaskRow::site_features). What several tasks
// share is named once, in the file that fills it. Slots without a name are 0.
//
// Counts are quantised logarithmically: byte = min(255, round(16 * log2(1 + count))). Flags are 0
// or 64, so that the network sees 0 or 1. Shares are 0..128. Nearness is 200 for the closest use
// and falls by 16 a doubling of the distance, 0 where there is none.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "collect/pack/sample.h"

namespace fastnode::pack {

// What a feature is made of. A training can do without it (learn/train/withhold.h).
enum class Knowledge : uint8_t {
  kSyntax = 0,         // what stands at the place itself; nothing takes it away but all features
  kFile = 1 << 0,      // what else stands in the file
  kProject = 1 << 1,   // counts of the project's other files
  kCorpus = 1 << 2,    // counts of other projects
  kTypes = 1 << 3,     // types, members and signatures
  kSpelling = 1 << 4,  // how the candidate is spelt
  kPrior = 1 << 5,     // the hand-made score by which candidates are chosen
  kContexts = 1 << 6,  // what followed the same tokens before, in the file and the project
};
constexpr Knowledge operator|(Knowledge a, Knowledge b) {
  return static_cast<Knowledge>(static_cast<uint8_t>(a) | static_cast<uint8_t>(b));
}
constexpr bool Includes(Knowledge whole, Knowledge part) {
  return (static_cast<uint8_t>(whole) & static_cast<uint8_t>(part)) != 0;
}

struct Feature {
  int slot;
  std::string_view name;
  Knowledge knowledge;
};

// The slots of candidates or of sites, as one task fills them.
template <int kSlots>
struct FeatureTable {
  struct Meaning {
    std::string_view name;  // "": the task never fills this slot
    Knowledge knowledge = Knowledge::kSyntax;
  };
  std::array<Meaning, kSlots> slots{};

  // Of a constant, a slot that is named twice or is none does not compile.
  constexpr FeatureTable(std::initializer_list<std::span<const Feature>> lists) {
    for (std::span<const Feature> list : lists) {
      for (const Feature& feature : list) {
        Meaning& meaning = slots.at(static_cast<size_t>(feature.slot));
        if (!meaning.name.empty()) throw "a slot is named twice";
        meaning = {feature.name, feature.knowledge};
      }
    }
  }
};
using CandidateFeatures = FeatureTable<kNumCandidateFeatures>;
using SiteFeatures = FeatureTable<kNumSiteFeatures>;

using CandidateBytes = std::array<uint8_t, kNumCandidateFeatures>;
using SiteBytes = std::array<uint8_t, kNumSiteFeatures>;

inline constexpr uint8_t kFlag = 64;

// Nearly all counts are small, and looked up.
class SmallCounts {
 public:
  SmallCounts();
  static constexpr size_t kSize = 1024;
  std::array<uint8_t, kSize> quantised;
  std::array<double, kSize> log;
};
extern const SmallCounts kSmallCounts;
uint8_t QuantiseLarge(uint64_t count);
double LogOfLarge(uint64_t count);

inline uint8_t QuantiseCount(uint64_t count) {
  return count < SmallCounts::kSize ? kSmallCounts.quantised[count] : QuantiseLarge(count);
}
// log2(1 + count).
inline double LogOfCount(uint64_t count) {
  return count < SmallCounts::kSize ? kSmallCounts.log[count] : LogOfLarge(count);
}
uint8_t QuantiseNearness(int64_t distance);  // distance >= 0; 0 is the closest
uint8_t QuantiseSomeShare(double share);
// In [0, 1]; most are 0.
inline uint8_t QuantiseShare(double share) { return share == 0 ? 0 : QuantiseSomeShare(share); }

}  // namespace fastnode::pack
