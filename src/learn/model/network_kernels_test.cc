// Compares each fused operation with the same in torch's own operations, values and gradients, in
// double.
#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "learn/model/feature_pieces.h"
#include "learn/model/network_batch.h"
#include "learn/model/network_embedding.h"
#include "learn/model/network_ranker.h"
#include "learn/model/network_round.h"
#include "learn/model/synthetic_sample.h"

namespace fastnode::learn {
namespace {

using Tensors = std::vector<torch::Tensor>;
using Operation = std::function<torch::Tensor(const Tensors&)>;

constexpr SyntheticShape kShape = {
    .sites = 30, .nodes = 12, .edges = 40, .candidates = 7, .name_rows = 9, .type_rows = 5};
constexpr int64_t kWidth = 6;

Batch TheBatch(Layout layout = Layout::kFused) {
  ModelConfig config{
      .hidden = kWidth, .layers = 2, .name_rows = kShape.name_rows, .type_rows = kShape.type_rows};
  return MakeBatch(SyntheticSample(kShape, 3, 0), config, {torch::kDouble, layout});
}

// Values on both sides of 0 that are not multiples of one another.
torch::Tensor Values(std::vector<int64_t> shape, double phase) {
  torch::Tensor t = torch::empty(shape, torch::kDouble);
  return torch::arange(t.numel(), torch::kDouble).add(phase).mul(1.7).sin().view(shape);
}

void Compare(const Tensors& inputs, const Operation& fused, const Operation& plain) {
  Tensors results, gradients[2];
  for (const Operation* operation : {&fused, &plain}) {
    Tensors leaves;
    for (const torch::Tensor& input : inputs) {
      leaves.push_back(input.detach().clone().requires_grad_());
    }
    results.push_back((*operation)(leaves));
    (results.back() * Values(results.back().sizes().vec(), 0.5)).sum().backward();
    for (const torch::Tensor& leaf : leaves) gradients[results.size() - 1].push_back(leaf.grad());
  }
  EXPECT_TRUE(torch::allclose(results[0], results[1], 1e-10, 1e-10));
  for (size_t i = 0; i < inputs.size(); ++i) {
    ASSERT_TRUE(gradients[0][i].defined()) << i;
    EXPECT_GT(gradients[0][i].abs().max().item<double>(), 0) << i;
    EXPECT_TRUE(torch::allclose(gradients[0][i], gradients[1][i], 1e-10, 1e-10)) << i;
  }
}

TEST(FusedOperations, ARoundOfMessages) {
  const Batch batch = TheBatch();
  for (const LayerMessages& messages : batch.layers) {
    const int64_t nodes = messages.own.item_begin.size(0) - 1;
    EXPECT_GT(messages.rows.means.items.size(0), 0);
    EXPECT_GT(messages.rows.shared.items.size(0), 0);
    const Tensors inputs = {
        Values({nodes, kWidth}, 0),  Values({pack::kNumRelations, kWidth, kWidth}, 1),
        Values({kWidth, kWidth}, 2), Values({kWidth}, 3),
        Values({kWidth}, 4),         Values({kWidth}, 5)};
    auto with = [&](auto pass) {
      return [&, pass](const Tensors& t) {
        return pass(t[0], messages, {t[1], t[2], t[3], t[4], t[5]});
      };
    };
    Compare(inputs, with(PassMessages), with(PassMessagesPlainly));
  }
}

TEST(FusedOperations, TheFirstStatesOfNodes) {
  const Batch batch = TheBatch();
  auto with = [&](auto embed) {
    return [&, embed](const Tensors& t) { return embed(batch, {t[0], t[1], t[2], t[3], t[4]}); };
  };
  Compare({Values({pack::kNumNodeKinds, kWidth}, 0), Values({kShape.name_rows, kWidth}, 1),
           Values({kShape.type_rows, kWidth}, 2), Values({kWidth}, 3), Values({kWidth}, 4)},
          with(EmbedNodes), with(EmbedNodesPlainly));
}

TEST(FusedOperations, QueriesAgainstMeansOfRows) {
  const Batch batch = TheBatch();
  for (const RowIndex* index : {&batch.candidate_names, &batch.candidate_uses}) {
    const int64_t rows = index->item_begin.size(0) - 1;
    Compare(
        {Values({kShape.sites, kWidth}, 0), Values({rows, kWidth}, 1)},
        [&](const Tensors& t) { return DotRows(t[0], t[1], *index, batch.candidate_sites); },
        [&](const Tensors& t) {
          return (SumRows(t[1], *index) * t[0].index_select(0, batch.candidate_sites.of)).sum(1);
        });
  }
}

TEST(FusedOperations, TheRankerOfATask) {
  const Batch batch = TheBatch();
  const int64_t count = batch.candidate_features.size(0), inputs = pack::kNumCandidateFeatures;
  const torch::Tensor features = batch.candidate_features;
  auto with = [&](auto rank) {
    return [&, rank](const Tensors& t) {
      return rank(t[0], t[1], features, batch.candidate_sites, {t[2], t[3], t[4], t[5], t[6]});
    };
  };
  Compare({Values({kShape.sites, 5}, 0), Values({count}, 1), Values({inputs, kNumPieces, 2, 5}, 2),
           Values({1, 5}, 3), Values({5, 4}, 4), Values({4}, 5), Values({4}, 6)},
          with(RankCandidates), with(RankCandidatesPlainly));
}

// What other devices compute, on this one. network_test.cc compares the whole network.
TEST(OperationsOfOtherDevices, PassTheSameMessages) {
  const Batch batch = TheBatch(), other = TheBatch(Layout::kTorch);
  for (size_t i = 0; i < batch.layers.size(); ++i) {
    const int64_t nodes = batch.layers[i].own.item_begin.size(0) - 1;
    auto with = [](const LayerMessages& messages) {
      return [&messages](const Tensors& t) {
        return PassMessages(t[0], messages, {t[1], t[2], t[3], t[4], t[5]});
      };
    };
    Compare({Values({nodes, kWidth}, 0), Values({pack::kNumRelations, kWidth, kWidth}, 1),
             Values({kWidth, kWidth}, 2), Values({kWidth}, 3), Values({kWidth}, 4),
             Values({kWidth}, 5)},
            with(batch.layers[i]), with(other.layers[i]));
  }
}

// A row of thousands of entries is summed in parts.
TEST(OperationsOfOtherDevices, SumLongRows) {
  Ragged rows;
  for (int32_t count : {0, 5000, 1, 64, 65, 128, 0}) {
    for (int32_t i = 0; i < count; ++i) rows.items.push_back((i * 7 + count) % 11);
    rows.begin.push_back(static_cast<int32_t>(rows.items.size()));
  }
  for (Reduction reduction : {Reduction::kSum, Reduction::kMean}) {
    const RowIndex fused = MakeRowIndex(rows, 11, reduction, {torch::kDouble, Layout::kFused});
    const RowIndex other = MakeRowIndex(rows, 11, reduction, {torch::kDouble, Layout::kTorch});
    ASSERT_EQ(other.parts.begin.size(0), 1 + 1 + 79 + 1 + 1 + 2 + 2 + 1);
    Compare(
        {Values({11, 3}, 0)}, [&](const Tensors& t) { return SumRows(t[0], fused); },
        [&](const Tensors& t) { return SumRows(t[0], other); });
  }
}

TEST(FusedOperations, GiveTheSameBytesWithAnyNumberOfThreads) {
  SyntheticShape large = kShape;
  large.sites = 400, large.nodes = 60, large.edges = 150, large.candidates = 40;
  ModelConfig config{
      .hidden = 16, .layers = 2, .name_rows = kShape.name_rows, .type_rows = kShape.type_rows};
  const Batch batch = MakeBatch(SyntheticSample(large, 3, 0), config, {});
  const int before = at::get_num_threads();
  Tensors all[2];
  for (int run = 0; run < 2; ++run) {
    at::set_num_threads(1 + 2 * run);
    auto leaf = [](std::vector<int64_t> shape, double phase) {
      return Values(std::move(shape), phase).to(torch::kFloat).requires_grad_();
    };
    const LayerMessages& messages = batch.layers[0];
    const Tensors leaves = {leaf({messages.own.item_begin.size(0) - 1, 16}, 0),
                            leaf({pack::kNumRelations, 16, 16}, 1),
                            leaf({16, 16}, 2),
                            leaf({16}, 3),
                            leaf({16}, 4),
                            leaf({16}, 5),
                            leaf({large.sites, 16}, 6),
                            leaf({large.sites, 8}, 7),
                            leaf({pack::kNumCandidateFeatures, kNumPieces, 2, 8}, 8),
                            leaf({1, 8}, 9),
                            leaf({8, 4}, 10),
                            leaf({4}, 11),
                            leaf({4}, 12)};
    torch::Tensor states =
        PassMessages(leaves[0], messages, {leaves[1], leaves[2], leaves[3], leaves[4], leaves[5]});
    torch::Tensor after = PassMessages(states, batch.layers[1],
                                       {leaves[1], leaves[2], leaves[3], leaves[4], leaves[5]});
    torch::Tensor dots = DotRows(leaves[6], after, batch.candidate_uses, batch.candidate_sites);
    torch::Tensor logits =
        RankCandidates(leaves[7], dots, batch.candidate_features, batch.candidate_sites,
                       {leaves[8], leaves[9], leaves[10], leaves[11], leaves[12]});
    (logits * logits).mean().backward();
    all[run].push_back(logits);
    for (const torch::Tensor& one : leaves) all[run].push_back(one.grad());
  }
  at::set_num_threads(before);
  for (size_t i = 0; i < all[0].size(); ++i) EXPECT_TRUE(torch::equal(all[0][i], all[1][i])) << i;
}

}  // namespace
}  // namespace fastnode::learn
