// Which messages flow where, of one sample: edges grouped into (target, relation) pairs, pairs
// ordered by relation, so that a layer is: mean of the sources of each pair, one matrix product a
// relation over its pairs, sum of the pairs of each node. Only pairs that have edges exist; of the
// 12 relations a node has 3 or 4.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "collect/pack/sample.h"

namespace fastnode::learn {

// Rows of indices: those of row i are items[begin[i] .. begin[i + 1]).
struct Ragged {
  std::vector<int32_t> begin{0};
  std::vector<int32_t> items;

  int32_t num_rows() const { return static_cast<int32_t>(begin.size()) - 1; }
};

// Row j of the result lists the rows of `rows` that hold j, ascending. Items are < num_items.
Ragged Transpose(const Ragged& rows, int32_t num_items);

struct MessagePlan {
  // Pairs of relation r are [relation_begin[r], relation_begin[r + 1]), ordered by target.
  std::array<int32_t, pack::kNumRelations + 1> relation_begin{};
  std::vector<int32_t> pair_targets;  // [P]
  Ragged pair_sources;                // of each pair the nodes whose states are averaged
};

// `wanted`: nodes whose new state is needed (one flag a node); edges to others are left out.
// Null: all nodes.
MessagePlan PlanMessages(const pack::Sample& sample, const std::vector<uint8_t>* wanted = nullptr);

// Before each layer, first to last, and after the last one, which nodes' states can reach a
// candidate's score: in the end the sites and the uses of candidates, before a layer these and
// whatever sends to them. [layers + 1][nodes]
std::vector<std::vector<uint8_t>> WantedNodes(const pack::Sample& sample, int32_t layers);

}  // namespace fastnode::learn
