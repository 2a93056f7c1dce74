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

// The same for the processor, which multiplies rows where they stand. A message is what a relation
// sends from one place to another: a row that is multiplied, and the row that its product is added
// to. Places of rows begin with those of nodes, before and after. Behind them stand, before: the
// means of pairs that have several sources; after: products that go to several nodes, as all
// children of a node hear the same from it. So each row is multiplied once, and is not copied.
struct PlacedMessages {
  // Messages of relation r are [relation_begin[r], relation_begin[r + 1]). No place occurs twice
  // among those of one relation.
  std::array<int32_t, pack::kNumRelations + 1> relation_begin{};
  std::vector<int32_t> from, to;
  Ragged means;   // the nodes before that each is the mean of
  Ragged shared;  // of each node after: the products that it shares
  int32_t num_shared = 0;
};
// `before`, `after`: the places of nodes, -1 where they have none; pairs of such targets are left
// out.
PlacedMessages PlaceMessages(const MessagePlan& plan, const std::vector<int32_t>& before,
                             const std::vector<int32_t>& after);

// How many have a place.
int32_t NumPlaces(const std::vector<int32_t>& places);

// Which nodes' states can reach a candidate's score, before each layer and after the last one. In
// the end these are the sites and the uses of candidates; before a layer also whatever sends to
// them. [layers + 1][nodes]
std::vector<std::vector<uint8_t>> WantedNodes(const pack::Sample& sample, int32_t layers);

}  // namespace fastnode::learn
