#include "learn/model/network_gated.h"

#include <gtest/gtest.h>

#include <vector>

#include "learn/model/gated_inputs.h"
#include "learn/model/parameters.h"
#include "learn/model/synthetic_sample.h"

namespace fastnode::learn {
namespace {

// A worked example of the old system's network: D = 2, one type and one name value per row. Its
// numbers were computed independently of this code, to six digits.
class WorkedExample : public testing::Test {
 protected:
  static torch::Tensor Pattern(int64_t shift, int64_t rows, int64_t columns) {
    torch::Tensor matrix = torch::empty({rows, columns}, torch::kDouble);
    for (int64_t i = 0; i < rows; ++i) {
      for (int64_t j = 0; j < columns; ++j) {
        matrix[i][j] = 0.1 * static_cast<double>((3 * i + 5 * j + shift) % 7 - 3);
      }
    }
    return matrix;
  }
  static torch::Tensor Longs(std::vector<int64_t> values) {
    return torch::tensor(values, torch::kLong);
  }
  static torch::Tensor Doubles(std::vector<double> values) {
    return torch::tensor(values, torch::kDouble);
  }
  static void ExpectNear(const torch::Tensor& actual, std::vector<double> expected) {
    torch::Tensor flat = actual.flatten();
    ASSERT_EQ(flat.size(0), static_cast<int64_t>(expected.size()));
    for (size_t i = 0; i < expected.size(); ++i) {
      EXPECT_NEAR(flat[static_cast<int64_t>(i)].item<double>(), expected[i], 1.5e-6) << i;
    }
  }

  torch::Tensor Embed(const Bag& types, const Bag& names) const {
    return torch::cat({MaxRows(types_, types), MeanRows(names_, names)}, 1);
  }
  // After three hops over the context graph.
  torch::Tensor ContextStates(int hops) const {
    torch::Tensor states = Embed({Longs({0, 0, 1, 2, 3}), Longs({0, 1, 1, 2, 0}), 4},
                                 {Longs({0, 1, 1, 2, 3, 3}), Longs({0, 1, 2, 3, 0, 1}), 4});
    const GatedEdges edges{Longs({0, 0, 1, 1, 1, 2, 2, 2}), Longs({1, 2, 2, 2, 0, 0, 1, 1}),
                           Longs({0, 0, 1, 2, 0, 0, 1, 2})};
    for (int i = 0; i < hops; ++i) states = Hop(states, edges, cell_);
    return states;
  }
  // Rows 0 and 1 come from nodes 1 and 2, the others are fresh.
  torch::Tensor ExpansionStates() const {
    torch::Tensor fresh = Embed({Longs({0, 1, 2}), Longs({2, 1, 0}), 3},
                                {Longs({0, 1, 1, 2}), Longs({3, 0, 2, 1}), 3});
    torch::Tensor states = torch::cat({ContextStates(3).narrow(0, 1, 2), fresh});
    return Hop(states, {Longs({0, 1, 0, 1}), Longs({2, 2, 3, 4}), Longs({0, 1, 2, 2})}, cell_);
  }

  const torch::Tensor types_ = Doubles({0.1, -0.2, 0.3}).unsqueeze(1);
  const torch::Tensor names_ = Doubles({0.2, 0.5, -0.4, 0.1}).unsqueeze(1);
  const GatedCell cell_{torch::stack({Pattern(1, 2, 2), Pattern(2, 2, 2), Pattern(4, 2, 2)}),
                        Doubles({1, 0.5, 2}),
                        Pattern(3, 4, 4),
                        Doubles({1, 1, 1, 1}),
                        Pattern(5, 4, 2),
                        Doubles({0, 0})};
};

TEST_F(WorkedExample, ContextGraph) {
  ExpectNear(ContextStates(0), {0.1, 0.2, -0.2, 0.05, 0.3, 0.1, 0.1, 0.35});
  ExpectNear(ContextStates(1),
             {0.061872, 0.156952, -0.151621, 0.042867, 0.221326, 0.073159, 0.1, 0.35});
  ExpectNear(ContextStates(3),
             {0.019325, 0.096472, -0.088087, 0.030179, 0.119579, 0.03902, 0.1, 0.35});
}

TEST_F(WorkedExample, ExpansionGraph) {
  ExpectNear(ExpansionStates(), {-0.088087, 0.030179, 0.119579, 0.03902, 0.223313, 0.070671,
                                 -0.14484, -0.071222, 0.043013, 0.395173});
}

TEST_F(WorkedExample, NameHeadAndItsLoss) {
  torch::Tensor states = ExpansionStates(), name = Pattern(6, 2, 4);
  torch::Tensor query = Embed({Longs({0}), Longs({1}), 1}, {Longs({0, 0}), Longs({0, 2}), 1});
  ExpectNear(query.mm(name), {-0.05, 0.01, 0, 0.06});
  torch::Tensor logits = NameLogits(query, states.narrow(0, 2, 1), states.narrow(0, 3, 2),
                                    Longs({0, 0}), name, /*site_decides=*/false);
  ExpectNear(logits, {0.01077, 0.006041});
  ExpectNear(SoftmaxRows(logits, Longs({0, 0}), 1), {0.501182, 0.498818});
  ExpectNear(MaxMargin(logits.narrow(0, 0, 1), logits.narrow(0, 1, 1), Longs({0})), {0.995271});
}

TEST_F(WorkedExample, ProductionHeadAndItsLoss) {
  torch::Tensor states = ExpansionStates(), site = states.narrow(0, 2, 1);
  torch::Tensor gains = Doubles({1, 1, 1, 0.5, 1, 2, 2, 0.5, 1, 1, 2, 0}).view({4, 3});
  torch::Tensor scope = MaxRows(states, {Longs({0, 0}), Longs({0, 1}), 1});
  ExpectNear(scope, {0.119579, 0.03902});
  torch::Tensor tokens = states.index_select(0, Longs({0, 1, 3}));
  torch::Tensor weights = SoftmaxRows((tokens * site).sum(1), Longs({0, 0, 0}), 1);
  ExpectNear(weights, {0.330199, 0.346089, 0.323712});
  torch::Tensor token = weights.unsqueeze(0).mm(tokens);
  ExpectNear(token, {-0.034588, 0.000414});
  torch::Tensor rows = Longs({0, 2, 3});
  torch::Tensor logits =
      ProductionLogits(scope, site, token, Longs({0, 0, 0}), Pattern(2, 4, 2).index_select(0, rows),
                       gains.index_select(0, rows));
  ExpectNear(logits, {-0.063862, -0.029108, 0.038584});
  ExpectNear(SoftmaxRows(logits, Longs({0, 0, 0}), 1), {0.318143, 0.329394, 0.352463});
  ExpectNear(
      MaxMargin(logits.narrow(0, 1, 1), logits.index_select(0, Longs({0, 2})), Longs({0, 0})),
      {1.016469});
}

// The fault itself: the old head ranks names alike whatever the site is. Mended, it does not.
TEST(GatedNetwork, SiteIsInertInTheOldNameHeadOnly) {
  torch::Tensor query = torch::rand({1, 4}), usages = torch::rand({3, 4}),
                name = torch::rand({4, 8});
  torch::Tensor site_of = torch::zeros({3}, torch::kLong);
  auto ranking = [&](const torch::Tensor& site, bool decides) {
    torch::Tensor logits = NameLogits(query, site, usages, site_of, name, decides);
    return logits - logits[0];
  };
  torch::Tensor one = torch::rand({1, 4}), other = torch::rand({1, 4});
  EXPECT_TRUE(torch::allclose(ranking(one, false), ranking(other, false), 1e-4, 1e-5));
  EXPECT_FALSE(torch::allclose(ranking(one, true), ranking(other, true), 1e-4, 1e-5));
}

// The other fault: the old network is not told which type an argument must have.
TEST(GatedNetwork, TypesOfArgumentsAreReadOnlyWhenMended) {
  const SyntheticShape shape = {.sites = 12};
  const pack::Sample sample = SyntheticSample(shape, 3, 0);
  ModelConfig config{.network = NetworkKind::kGated,
                     .hidden = 4,
                     .name_rows = shape.name_rows,
                     .type_rows = shape.type_rows};
  for (int64_t type : ReadGatedInputs(sample, config).query_types.items) EXPECT_EQ(type, 0);
  config.argument_types = true;
  int64_t known = 0;
  for (int64_t type : ReadGatedInputs(sample, config).query_types.items) known += type > 0;
  EXPECT_GT(known, 0);
}

TEST(GatedNetwork, SitesAreNoPartOfTheContext) {
  const SyntheticShape shape = {.sites = 6};
  const pack::Sample sample = SyntheticSample(shape, 5, 0);
  const ModelConfig config{.network = NetworkKind::kGated,
                           .hidden = 4,
                           .name_rows = shape.name_rows,
                           .type_rows = shape.type_rows};
  const GatedInputs inputs = ReadGatedInputs(sample, config);
  for (int32_t site : sample.site_nodes) {
    for (size_t e = 0; e < inputs.context.sources.size(); ++e) {
      EXPECT_NE(inputs.context.sources[e], site);
      EXPECT_NE(inputs.context.targets[e], site);
    }
  }
  for (int64_t target : inputs.expansion.targets) EXPECT_GE(target, sample.num_nodes());
  EXPECT_EQ(inputs.usage_places.size() + inputs.production_places.size(),
            static_cast<size_t>(sample.num_candidates()));
}

}  // namespace
}  // namespace fastnode::learn
