#include "learn/model/network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "learn/model/network_rows.h"
#include "learn/model/parameters.h"
#include "learn/model/synthetic_sample.h"
#include "learn/run/scorer.h"

namespace fastnode::learn {
namespace {

constexpr SyntheticShape kTiny = {
    .sites = 6, .nodes = 8, .edges = 14, .candidates = 4, .name_rows = 9, .type_rows = 5};

ModelConfig TinyConfig() {
  return {.hidden = 6,
          .layers = 2,
          .ranker_hidden = 5,
          .ranker_hidden2 = 4,
          .site_context = 3,
          .name_rows = kTiny.name_rows,
          .type_rows = kTiny.type_rows};
}

TEST(SumRows, SumsAndAveragesTheNamedRows) {
  torch::Tensor x = torch::arange(6, torch::kFloat).view({3, 2});
  Ragged rows{.begin = {0, 2, 2, 3}, .items = {0, 2, 1}};
  torch::Tensor sum = SumRows(x, MakeRowIndex(rows, 3, Reduction::kSum, {}));
  torch::Tensor mean = SumRows(x, MakeRowIndex(rows, 3, Reduction::kMean, {}));
  EXPECT_TRUE(torch::equal(sum, torch::tensor({{4.f, 6.f}, {0.f, 0.f}, {2.f, 3.f}})));
  EXPECT_TRUE(torch::equal(mean, torch::tensor({{2.f, 3.f}, {0.f, 0.f}, {2.f, 3.f}})));
}

TEST(SumRows, GradientEqualsThatOfTorchIndexing) {
  torch::Tensor x = torch::arange(20, torch::kDouble).view({5, 4}).sin().requires_grad_();
  torch::Tensor weight = torch::arange(12, torch::kDouble).view({3, 4}).cos();
  Ragged rows{.begin = {0, 3, 3, 5}, .items = {1, 1, 4, 0, 1}};
  (SumRows(x, MakeRowIndex(rows, 5, Reduction::kMean, {torch::kDouble})) * weight).sum().backward();
  torch::Tensor fused = x.grad().clone();
  x.mutable_grad().zero_();
  torch::Tensor row_of = torch::tensor({0, 0, 0, 2, 2}), items = torch::tensor({1, 1, 4, 0, 1});
  torch::Tensor scale = torch::tensor({1.0 / 3, 0.0, 0.5}, torch::kDouble).unsqueeze(1);
  torch::Tensor sum =
      torch::zeros({3, 4}, torch::kDouble).index_add(0, row_of, x.index_select(0, items));
  (sum * scale * weight).sum().backward();
  EXPECT_TRUE(torch::allclose(fused, x.grad(), 1e-12, 1e-12));
}

// Compares the whole network, in double, with central differences, for some values of every
// parameter.
void CompareWithFiniteDifferences(const ModelConfig& config) {
  torch::Tensor flat = Flatten(config, InitialWeights(config, 4)).to(torch::kDouble);
  // Moves the parameters off the corners of the rectifiers, where units that start at exactly 0
  // are.
  flat += 0.05 * torch::arange(flat.size(0), torch::kDouble).sin();
  torch::Tensor gradient = torch::zeros_like(flat);
  const std::unique_ptr<Network> network = Network::Make(config, flat, gradient);
  SyntheticShape shape = kTiny;
  shape.sites = 5 * pack::kNumTasks;  // some of each task have a label
  const pack::Sample sample = SyntheticSample(shape, 1, 0);
  const Labels labels = MakeLabels(sample);
  ASSERT_GT(labels.labels.size(0), 0);
  network->Loss(network->Logits(sample), labels).backward();

  torch::NoGradGuard no_gradient;
  double* values = flat.data_ptr<double>();
  auto loss_with = [&](int64_t at, double value) {
    const double old = values[at];
    values[at] = value;
    double loss = network->Loss(network->Logits(sample), labels).item<double>();
    values[at] = old;
    return loss;
  };
  constexpr double kStep = 1e-6;
  int64_t offset = 0;
  for (const Parameter& parameter : Parameters(config)) {
    double largest = 0;
    for (int64_t i = 0; i < parameter.size(); i += 1 + parameter.size() / 25) {
      const int64_t at = offset + i;
      const double numeric =
          (loss_with(at, values[at] + kStep) - loss_with(at, values[at] - kStep)) / (2 * kStep);
      const double ours = gradient.data_ptr<double>()[at];
      ASSERT_NEAR(ours, numeric, 1e-6 + 1e-5 * std::abs(numeric)) << parameter.name << " " << i;
      largest = std::max(largest, std::abs(ours));
    }
    EXPECT_GT(largest, 0) << parameter.name << " has no influence";
    offset += parameter.size();
  }
}

TEST(Network, GradientEqualsFiniteDifferences) { CompareWithFiniteDifferences(TinyConfig()); }

// As models are that were made before there were knots.
TEST(Network, GradientWithoutKnotsEqualsFiniteDifferences) {
  ModelConfig config = TinyConfig();
  config.knots = 0;
  CompareWithFiniteDifferences(config);
}

TEST(Network, GradientOfTheGatedNetworkEqualsFiniteDifferences) {
  ModelConfig config = TinyConfig();
  config.network = NetworkKind::kGated;
  config.site_decides_names = true;
  CompareWithFiniteDifferences(config);
}

void CompareWithRelease(ModelConfig config) {
  config.hidden = 64, config.layers = 4;
  SyntheticShape shape = kTiny;
  shape.nodes = 40, shape.edges = 90, shape.candidates = 17;
  Weights weights = InitialWeights(config, 5);
  const std::unique_ptr<Network> network = Network::Make(config, Flatten(config, weights));
  Result<Scorer> scorer = Scorer::Make(config, weights);
  ASSERT_TRUE(scorer.ok());
  for (int64_t k = 0; k < 5; ++k) {
    pack::Sample sample = SyntheticSample(shape, 2, k);
    torch::NoGradGuard no_gradient;
    torch::Tensor expected = network->Logits(sample);
    std::vector<float> logits = scorer->Score(sample);
    ASSERT_EQ(expected.size(0), static_cast<int64_t>(logits.size()));
    for (size_t i = 0; i < logits.size(); ++i) {
      EXPECT_NEAR(logits[i], expected[static_cast<int64_t>(i)].item<float>(), 1e-4);
    }
  }
}

TEST(Network, ReleaseForwardPassGivesTheSameLogits) {
  ModelConfig config = TinyConfig();
  CompareWithRelease(config);
  config.knots = 0;
  CompareWithRelease(config);
}

// The layout of other devices: logits and every gradient, in double.
void CompareLayouts(const ModelConfig& config) {
  torch::Tensor flat = Flatten(config, InitialWeights(config, 4)).to(torch::kDouble);
  flat += 0.05 * torch::arange(flat.size(0), torch::kDouble).sin();
  for (int32_t sites : {1, 2, 40}) {  // with one, most tasks have none
    SyntheticShape shape = kTiny;
    shape.sites = sites;
    const pack::Sample sample = SyntheticSample(shape, 1, sites);
    torch::Tensor logits[2], gradients[2];
    for (Layout layout : {Layout::kFused, Layout::kTorch}) {
      const auto i = static_cast<size_t>(layout);
      gradients[i] = torch::zeros_like(flat);
      const std::unique_ptr<Network> network = Network::Make(config, flat, gradients[i], layout);
      logits[i] = network->Logits(sample);
      network->Loss(logits[i], MakeLabels(sample)).backward();
    }
    EXPECT_TRUE(torch::allclose(logits[0], logits[1], 1e-10, 1e-10)) << sites;
    EXPECT_TRUE(torch::allclose(gradients[0], gradients[1], 1e-10, 1e-10)) << sites;
    EXPECT_GT(gradients[0].abs().max().item<double>(), 0);
  }
}

TEST(Network, LayoutsGiveTheSameLogitsAndGradients) {
  ModelConfig config = TinyConfig();
  CompareLayouts(config);
  config.knots = 0;
  CompareLayouts(config);
}

TEST(Network, SitesWithoutCandidatesOrLabelsAreLeftOutOfTheLoss) {
  const ModelConfig config = TinyConfig();
  SyntheticShape bare = kTiny;
  bare.unlabelled = 1;
  pack::Sample sample = SyntheticSample(bare, 1, 0);
  torch::Tensor flat = Flatten(config, InitialWeights(config, 3));
  const std::unique_ptr<Network> network = Network::Make(config, flat, torch::zeros_like(flat));
  auto loss = [&](const pack::Sample& of) {
    return network->Loss(network->Logits(of), MakeLabels(of)).item<float>();
  };
  EXPECT_EQ(loss(sample), 0.0f);

  pack::Sample empty = sample;  // the first site loses its candidates
  pack::Sample labelled = SyntheticSample(kTiny, 1, 0);
  const int32_t cut = kTiny.candidates;
  empty = labelled;
  empty.labels[0] = -1;
  for (int32_t& begin : empty.candidate_begin) begin = std::max(0, begin - cut);
  empty.candidate_features.erase(
      empty.candidate_features.begin(),
      empty.candidate_features.begin() + cut * pack::kNumCandidateFeatures);
  auto drop_rows = [&](std::vector<int32_t>& begin, std::vector<int32_t>& items) {
    const int32_t gone = begin[cut];
    items.erase(items.begin(), items.begin() + gone);
    begin.erase(begin.begin(), begin.begin() + cut);
    for (int32_t& b : begin) b -= gone;
  };
  drop_rows(empty.candidate_name_begin, empty.candidate_names);
  drop_rows(empty.candidate_use_begin, empty.candidate_uses);
  ASSERT_EQ(pack::Verify(empty, kTiny.name_rows, kTiny.type_rows), "");
  EXPECT_TRUE(std::isfinite(loss(empty)));
}

}  // namespace
}  // namespace fastnode::learn
