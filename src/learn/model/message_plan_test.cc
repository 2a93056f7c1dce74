#include "learn/model/message_plan.h"

#include <gtest/gtest.h>

namespace fastnode::learn {
namespace {

// 0 -> 1 (relation 2), 2 -> 1 (2), 0 -> 1 (5), 1 -> 3 (0); node 3 is the site.
pack::Sample Chain() {
  pack::Sample sample = pack::MakeSample();
  sample.node_kinds = {0, 0, 0, 0};
  sample.edge_targets = {1, 1, 1, 3};
  sample.edge_relations = {2, 2, 5, 0};
  sample.edge_sources = {0, 2, 0, 1};
  sample.site_nodes = {3};
  return sample;
}

using Ints = std::vector<int32_t>;

TEST(MessagePlan, PairsStandByRelationWithTheirSources) {
  MessagePlan plan = PlanMessages(Chain());
  EXPECT_EQ(plan.pair_targets, (Ints{3, 1, 1}));
  EXPECT_EQ(plan.pair_sources.begin, (Ints{0, 1, 3, 4}));
  EXPECT_EQ(plan.pair_sources.items, (Ints{1, 0, 2, 0}));
  EXPECT_EQ(plan.relation_begin[0], 0);
  EXPECT_EQ(plan.relation_begin[1], 1);
  EXPECT_EQ(plan.relation_begin[2], 1);
  EXPECT_EQ(plan.relation_begin[3], 2);
  EXPECT_EQ(plan.relation_begin[5], 2);
  EXPECT_EQ(plan.relation_begin[6], 3);
  EXPECT_EQ(plan.relation_begin[pack::kNumRelations], 3);
}

TEST(MessagePlan, WantedNodesAreThoseThatReachTheSite) {
  auto wanted = WantedNodes(Chain(), 3);
  EXPECT_EQ(wanted[3], (std::vector<uint8_t>{0, 0, 0, 1}));
  EXPECT_EQ(wanted[2], (std::vector<uint8_t>{0, 1, 0, 1}));
  EXPECT_EQ(wanted[1], (std::vector<uint8_t>{1, 1, 1, 1}));
  EXPECT_EQ(wanted[0], (std::vector<uint8_t>{1, 1, 1, 1}));
  EXPECT_EQ(PlanMessages(Chain(), &wanted[3]).pair_targets, (Ints{3}));
}

// 0 -> 1, 0 -> 3, and 2 -> 1 (all relation 2), so that 1 has a mean; 0 -> 3 and 0 -> 4 (5) share;
// 4 -> 3 (6) stands alone.
TEST(MessagePlan, ARowIsMultipliedOnceForAllThatItGoesTo) {
  pack::Sample sample = Chain();
  sample.node_kinds = {0, 0, 0, 0, 0};
  sample.edge_targets = {1, 1, 2, 3, 3, 3, 4};
  sample.edge_relations = {2, 2, 2, 2, 5, 6, 5};
  sample.edge_sources = {0, 2, 1, 0, 0, 4, 0};
  // Node 2 has no place after, so nothing is sent there, and the others move up.
  const PlacedMessages placed =
      PlaceMessages(PlanMessages(sample), {0, 1, 2, 3, 4}, {0, 1, -1, 2, 3});
  EXPECT_EQ(placed.from, (Ints{5, 0, 0, 4}));  // 5: the mean
  EXPECT_EQ(placed.to, (Ints{1, 2, 4, 2}));    // 4: what is shared
  EXPECT_EQ(placed.means.begin, (Ints{0, 2}));
  EXPECT_EQ(placed.means.items, (Ints{0, 2}));
  EXPECT_EQ(placed.num_shared, 1);
  EXPECT_EQ(placed.shared.begin, (Ints{0, 0, 0, 1, 2}));
  EXPECT_EQ(placed.shared.items, (Ints{0, 0}));
  EXPECT_EQ(placed.relation_begin[2], 0);
  EXPECT_EQ(placed.relation_begin[3], 2);
  EXPECT_EQ(placed.relation_begin[5], 2);
  EXPECT_EQ(placed.relation_begin[6], 3);
  EXPECT_EQ(placed.relation_begin[pack::kNumRelations], 4);
}

TEST(Transpose, ListsTheRowsOfEachItem) {
  Ragged result = Transpose({.begin = {0, 2, 2, 4}, .items = {1, 3, 3, 0}}, 4);
  EXPECT_EQ(result.begin, (Ints{0, 1, 2, 2, 4}));
  EXPECT_EQ(result.items, (Ints{2, 0, 0, 2}));
}

}  // namespace
}  // namespace fastnode::learn
