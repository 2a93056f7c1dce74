#include "learn/run/scorer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "learn/model/parameters.h"
#include "learn/model/synthetic_sample.h"

namespace fastnode::learn {
namespace {

constexpr SyntheticShape kShape = {};

ModelConfig SmallConfig() {
  return {.hidden = 64, .layers = 2, .name_rows = kShape.name_rows, .type_rows = kShape.type_rows};
}

// A network of width 2 with every number below worked out by hand: one layer, and all parameters 0
// except those named.
class HandMade : public testing::Test {
 protected:
  HandMade() {
    for (const Parameter& parameter : Parameters(config_)) {
      std::vector<float> zeros(static_cast<size_t>(parameter.size()), 0.0f);
      weights_[parameter.name] = F32Tensor(parameter.shape, zeros.data());
    }
    sample_.node_kinds = {0, 1};
    sample_.node_name_begin = {0, 1, 1};
    sample_.node_names = {1};
    sample_.node_type_begin = {0, 0, 0};
    sample_.edge_targets = {1};
    sample_.edge_relations = {3};
    sample_.edge_sources = {0};
    sample_.site_tasks = {0};
    sample_.site_nodes = {1};
    sample_.site_features.assign(pack::kNumSiteFeatures, 0);
    sample_.labels = {0};
    sample_.candidate_begin = {0, 2};
    sample_.candidate_features.assign(2 * pack::kNumCandidateFeatures, 0);
    sample_.candidate_name_begin = {0, 2, 2};
    sample_.candidate_names = {1, 2};
    sample_.candidate_use_begin = {0, 0, 1};
    sample_.candidate_uses = {0};
    Set("embed.norm.scale", {1, 1});
    Set("layer.0.norm.scale", {1, 1});
  }

  void Set(const std::string& name, const std::vector<float>& values, int64_t at = 0) {
    std::copy(values.begin(), values.end(), weights_.at(name).mutable_f32() + at);
  }
  std::vector<float> Score() const {
    return std::move(Scorer::Make(config_, weights_)).value().Score(sample_);
  }

  ModelConfig config_{.hidden = 2,
                      .layers = 1,
                      .ranker_hidden = 2,
                      .ranker_hidden2 = 1,
                      .site_context = 1,
                      .name_rows = 3,
                      .type_rows = 2};
  Weights weights_;
  pack::Sample sample_ = pack::MakeSample();
};

TEST_F(HandMade, DotProductOfSiteAndCandidate) {
  // h0 of node 0 is the norm of kind (1, 0) + name 1 (2, 0) = (1, -1); of node 1, kind (0, 5): (-1,
  // 1).
  Set("embed.kind", {1, 0, 0, 5});
  Set("embed.name", {2, 0, 4, 2}, 2);
  // Relation 3 sends node 0's (1, -1) as (3, 0); node 1: (-1, 1) + (3, 0) = (2, 1), norm (1, -1).
  Set("layer.0.relation", {3, 0, 0, 0}, 3 * 4);
  Set("candidate.name", {1, 0, 0, 1});
  Set("candidate.use", {0, 0, 0, 7});
  Set("task.attribute.query", {2, 0, 0, 1});  // (1, -1) -> (2, -1)
  // Candidates: names mean (3, 1); the use of node 0, whose norm stays (1, -1): (0, -7).
  std::vector<float> scores = Score();
  EXPECT_NEAR(scores[0], (2 * 3 - 1) / std::sqrt(2.0), 1e-3);
  EXPECT_NEAR(scores[1], 7 / std::sqrt(2.0), 1e-3);
}

TEST_F(HandMade, RankerReadsFeaturesInUnitsOf64) {
  const int64_t h1 = config_.ranker_hidden;
  sample_.candidate_features[5] = 128;
  sample_.candidate_features[pack::kNumCandidateFeatures + 5] = 32;
  sample_.site_features[1] = 64;
  Set("task.attribute.w1", {1, -1}, 5 * h1);
  Set("task.attribute.w1", {10, 3}, (pack::kNumCandidateFeatures + 1) * h1);
  Set("task.attribute.b1", {0.5f, 0});
  Set("task.attribute.w2", {1, 2});
  Set("task.attribute.b2", {0.25f});
  Set("task.attribute.w3", {3});
  std::vector<float> scores = Score();
  EXPECT_NEAR(scores[0], 3 * ((2 + 10 + 0.5) + 2 * (3 - 2) + 0.25), 1e-4);
  EXPECT_NEAR(scores[1], 3 * ((0.5 + 10 + 0.5) + 2 * (3 - 0.5) + 0.25), 1e-4);
}

TEST_F(HandMade, AFeatureIsReadByPieces) {
  const int64_t h1 = config_.ranker_hidden, all = pack::kNumCandidateFeatures * h1;
  Set("task.attribute.w1", {1, 0}, 5 * h1);
  const float at_knots[] = {10, 20, 50, 6};  // at 0, 1/2, 5/4 and 4
  for (int64_t knot = 0; knot < kNumKnots; ++knot) {
    Set("task.attribute.knots", {at_knots[knot], 0}, knot * all + 5 * h1);
  }
  Set("task.attribute.w2", {1, 0});
  Set("task.attribute.w3", {1});
  auto read = [&](uint8_t byte) {
    sample_.candidate_features[5] = byte;
    return Score()[0];
  };
  EXPECT_NEAR(read(0), 0, 1e-5);
  EXPECT_NEAR(read(16), 0.25 + 15, 1e-5);
  EXPECT_NEAR(read(32), 0.5 + 20, 1e-5);
  EXPECT_NEAR(read(56), 0.875 + 35, 1e-5);
  EXPECT_NEAR(read(80), 1.25 + 50, 1e-5);
  EXPECT_NEAR(read(168), 2.625 + 28, 1e-5);
}

TEST_F(HandMade, TasksHaveTheirOwnRankers) {
  sample_.site_tasks = {1};
  Set("task.attribute.w3", {3});
  Set("task.attribute.b2", {1});
  EXPECT_EQ(Score(), (std::vector<float>{0, 0}));
  Set("task.attribute_base.b2", {2});
  Set("task.attribute_base.w3", {0.5f});
  EXPECT_EQ(Score(), (std::vector<float>{1, 1}));
}

TEST(Scorer, SitesOfABatchScoreAsTheyDoAlone) {
  Scorer scorer = std::move(Scorer::Make(SmallConfig(), InitialWeights(SmallConfig(), 1))).value();
  pack::Sample both = SyntheticSample({.sites = 1}, 1, 0),
               second = SyntheticSample({.sites = 1}, 1, 1);
  std::vector<float> expected = scorer.Score(both), of_second = scorer.Score(second);
  expected.insert(expected.end(), of_second.begin(), of_second.end());
  pack::Append(second, both);
  std::vector<float> scores = scorer.Score(both);
  ASSERT_EQ(scores.size(), expected.size());
  for (size_t i = 0; i < scores.size(); ++i) EXPECT_NEAR(scores[i], expected[i], 1e-4);
}

TEST(Scorer, WeightsOfAnotherShapeAreRefused) {
  ModelConfig config = SmallConfig();
  Weights weights = InitialWeights(config, 1);
  config.name_rows += 1;
  EXPECT_FALSE(Scorer::Make(config, weights).ok());
  weights.erase("candidate.name");
  EXPECT_FALSE(Scorer::Make(SmallConfig(), weights).ok());
  EXPECT_FALSE(Scorer::Load("/nonexistent").ok());
}

TEST(Softmax, SumsToOneASiteAndKnowsTheTemperature) {
  std::vector<float> p = Softmax({0, std::log(3.0f), 5}, {0, 2, 2, 3});
  EXPECT_NEAR(p[0], 0.25, 1e-6);
  EXPECT_NEAR(p[1], 0.75, 1e-6);
  EXPECT_NEAR(p[2], 1.0, 1e-6);
  EXPECT_NEAR(Softmax({0, 2 * std::log(3.0f)}, {0, 2}, 2.0f)[1], 0.75, 1e-6);
}

}  // namespace
}  // namespace fastnode::learn
