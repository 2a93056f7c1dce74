#include "learn/train/withhold.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "collect/pack/tasks/attribute.h"
#include "collect/pack/tasks/tasks.h"
#include "learn/model/synthetic_sample.h"

namespace fastnode::learn {
namespace {

constexpr SyntheticShape kShape = {};

TEST(Withheld, EachKindChangesTheSampleAndKeepsItsContract) {
  const pack::Sample whole = SyntheticSample(kShape, 1, 0);
  for (const char* name : {"file", "project", "corpus", "types", "spelling", "prior", "names",
                           "uses", "flow", "edges", "features"}) {
    Result<Withheld> withheld = Withheld::Parse({name});
    ASSERT_TRUE(withheld.ok()) << name;
    pack::Sample sample = whole;
    withheld->TakeFrom(sample);
    EXPECT_FALSE(sample == whole) << name;
    EXPECT_EQ(pack::Verify(sample, kShape.name_rows, kShape.type_rows), "") << name;
    EXPECT_EQ(sample.labels, whole.labels) << name;
  }
}

// Of each task those slots that it says are made of what is withheld, and no others.
TEST(Withheld, FeaturesGoByWhatTheirOwnTaskMadeThemOf) {
  const std::pair<const char*, pack::Knowledge> kinds[] = {
      {"file", pack::Knowledge::kFile},         {"project", pack::Knowledge::kProject},
      {"corpus", pack::Knowledge::kCorpus},     {"types", pack::Knowledge::kTypes},
      {"spelling", pack::Knowledge::kSpelling}, {"prior", pack::Knowledge::kPrior}};
  for (const auto& [name, knowledge] : kinds) {
    pack::Sample sample = SyntheticSample(kShape, 1, 0);
    std::fill(sample.candidate_features.begin(), sample.candidate_features.end(), uint8_t{1});
    std::fill(sample.site_features.begin(), sample.site_features.end(), uint8_t{1});
    Withheld::Parse({name})->TakeFrom(sample);
    for (size_t site = 0; site < sample.site_tasks.size(); ++site) {
      const pack::TaskRow& row = pack::RowOf(static_cast<pack::Task>(sample.site_tasks[site]));
      for (size_t slot = 0; slot < pack::kNumSiteFeatures; ++slot) {
        EXPECT_EQ(sample.site_features[site * pack::kNumSiteFeatures + slot] == 0,
                  pack::Includes(row.site_features.slots[slot].knowledge, knowledge))
            << name << " of " << row.name << " site feature " << slot;
      }
      const auto candidate = static_cast<size_t>(sample.candidate_begin[site]);
      for (size_t slot = 0; slot < pack::kNumCandidateFeatures; ++slot) {
        EXPECT_EQ(sample.candidate_features[candidate * pack::kNumCandidateFeatures + slot] == 0,
                  pack::Includes(row.features.slots[slot].knowledge, knowledge))
            << name << " of " << row.name << " candidate feature " << slot;
      }
    }
  }
}

// A slot of two meanings: a type's member for attributes, the place in the call for arguments.
TEST(Withheld, ThePositionOfAnArgumentIsNoType) {
  constexpr size_t kSlot = pack::attribute::kTotalMembers;
  EXPECT_TRUE(pack::Includes(pack::kAttributeTask.site_features.slots[kSlot].knowledge,
                             pack::Knowledge::kTypes));
  EXPECT_FALSE(pack::Includes(pack::kArgumentTask.site_features.slots[kSlot].knowledge,
                              pack::Knowledge::kTypes));
}

TEST(Withheld, NothingWithheldChangesNothing) {
  const pack::Sample whole = SyntheticSample(kShape, 1, 0);
  pack::Sample sample = whole;
  Withheld().TakeFrom(sample);
  EXPECT_TRUE(sample == whole);
}

TEST(Withheld, NamesStandInOneOrder) {
  EXPECT_EQ(Withheld::Parse({"types", "file", "types"})->names(),
            (std::vector<std::string>{"file", "types"}));
  EXPECT_FALSE(Withheld::Parse({"everything"}).ok());
}

}  // namespace
}  // namespace fastnode::learn
