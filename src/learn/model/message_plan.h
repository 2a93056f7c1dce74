// Which messages flow where in one sample. Edges are grouped into (target, relation) pairs, and
// pairs are ordered by relation. A layer is then: the mean of the sources of each pair, one matrix
// product per relation over its pairs, the sum of the pairs of each node. Only pairs that have
// edges exist; of the 12 relations a node has 3 or 4.
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
  Ragged pair_sources;                // for each pair, the nodes whose states are averaged
};

// `wanted`: nodes whose new state is needed (one flag per node); edges to others are left out.
// Null: all nodes.
MessagePlan PlanMessages(const pack::Sample& sample, const std::vector<uint8_t>* wanted = nullptr);

// Which nodes' states can reach a candidate's score, before each layer and after the last one. In
// the end these are the sites and the uses of candidates; before a layer also whatever sends to
// them. [layers + 1][nodes]
std::vector<std::vector<uint8_t>> WantedNodes(const pack::Sample& sample, int32_t layers);

}  // namespace fastnode::learn
