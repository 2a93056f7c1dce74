#include "learn/model/metrics.h"

#include <gtest/gtest.h>

#include <cmath>

#include "collect/pack/features.h"
#include "collect/pack/tasks/attribute.h"

namespace fastnode::learn {
namespace {

// One site per label, each with four candidates.
pack::Sample Sites(std::vector<int32_t> labels) {
  pack::Sample sample = pack::MakeSample();
  for (int32_t label : labels) {
    sample.site_tasks.push_back(0);
    sample.labels.push_back(label);
    sample.site_features.resize(sample.site_features.size() + pack::kNumSiteFeatures);
    sample.candidate_begin.push_back(sample.candidate_begin.back() + 4);
  }
  return sample;
}

TEST(Metrics, AreThoseComputedByHand) {
  Metrics metrics;
  // Ranks 0, 2 (an equal score earlier counts before), none.
  AddSites(Sites({1, 2, -1}), {0, 9, 0, 0, 3, 1, 1, 0, 5, 0, 0, 0}, Unscaled(), metrics);
  const TaskMetrics& task = metrics.tasks[0];
  EXPECT_EQ(task.sites, 3);
  EXPECT_DOUBLE_EQ(task.Coverage(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(task.Accuracy(), 1.0 / 3);
  EXPECT_DOUBLE_EQ(task.Accuracy5(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(task.Mrr(), (1 + 1.0 / 3) / 3);
  EXPECT_EQ(metrics.tasks[1].sites, 0);
}

TEST(Metrics, AttributesAreCountedByTheirBase) {
  pack::Sample sample = Sites({0, 1, 0, 0});
  sample.site_features[pack::attribute::kBaseSelf] = pack::kFlag;
  sample.site_features[pack::kNumSiteFeatures + pack::attribute::kTypeModule] = pack::kFlag;
  sample.site_tasks[3] = 1;  // not an attribute
  Metrics metrics;
  AddSites(sample, std::vector<float>(16, 0.0f), Unscaled(), metrics);
  EXPECT_EQ(metrics.attributes[static_cast<size_t>(BaseSlice::kSelf)].first, 1);
  EXPECT_EQ(metrics.attributes[static_cast<size_t>(BaseSlice::kModule)].first, 0);
  EXPECT_EQ(metrics.attributes[static_cast<size_t>(BaseSlice::kModule)].sites, 1);
  EXPECT_EQ(metrics.attributes[static_cast<size_t>(BaseSlice::kOther)].sites, 1);
}

TEST(Metrics, LossIsTheCrossEntropy) {
  Metrics metrics;
  AddSites(Sites({0}), {std::log(3.0f), 0, 0, 0}, Unscaled(), metrics);
  EXPECT_NEAR(metrics.All().MeanLoss(), std::log(2.0), 1e-6);
}

TEST(FitTemperatures, FindsTheTemperatureOfOverconfidentScores) {
  // Three of four such sites are right: the best distribution gives the first candidate 3/4.
  pack::Sample sample = Sites({0, 0, 0, 1});
  std::vector<float> logits;
  for (int i = 0; i < 4; ++i) logits.insert(logits.end(), {6, 0, -1e9f, -1e9f});
  const std::vector<ScoredSample> many(5000, {&sample, logits});
  EXPECT_NEAR(FitTemperatures(many)[0], 6 / std::log(3.0), 0.3);
}

TEST(FitTemperatures, AFewSitesThatAreRightDoNotMakeCertain) {
  pack::Sample sample = Sites(std::vector<int32_t>(64, 0));
  std::vector<float> logits;
  for (int i = 0; i < 64; ++i) logits.insert(logits.end(), {3, 0, -1e9f, -1e9f});
  const float temperature = FitTemperatures({{&sample, logits}})[0];
  EXPECT_GT(temperature, 0.7);
  EXPECT_LT(temperature, 1);
}

TEST(FitTemperatures, IsOneWithoutLabels) {
  pack::Sample sample = Sites({-1});
  EXPECT_EQ(FitTemperatures({{&sample, {1, 2, 3, 4}}}), Unscaled());
}

}  // namespace
}  // namespace fastnode::learn
