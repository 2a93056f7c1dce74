// A sample as the network reads it: tensors and row indices on the network's device. Sites and
// candidates stand ordered by task here, so that each task's ranker works on a contiguous part.
#pragma once

#include <array>
#include <vector>

#include "collect/pack/sample.h"
#include "learn/model/config.h"
#include "learn/model/network_dots.h"
#include "learn/model/network_torch.h"

namespace fastnode::learn {

// Of a round only the nodes are computed whose state is needed after it; those of the round before
// are its rows.
struct LayerMessages {
  RowIndex own;                         // one row each: the node's state before
  std::vector<int64_t> relation_pairs;  // [relations] how many pairs each has
  RowIndex pair_sources;                // mean of nodes before
  RowIndex node_pairs;                  // sum of pairs
};

struct Batch {
  RowIndex node_kinds, node_names, node_types;
  std::vector<LayerMessages> layers;

  struct Part {
    int64_t num_sites = 0;
    int64_t num_candidates = 0;
  };
  std::array<Part, pack::kNumTasks> parts;
  RowIndex site_nodes;                                 // by task
  torch::Tensor site_features;                         // [S, site features], value / 64; by task
  RowIndex candidate_names, candidate_uses;            // by task
  QueryIndex candidate_sites;                          // the site of each candidate, by task
  std::array<QueryIndex, pack::kNumTasks> task_sites;  // the same of each task alone
  torch::Tensor candidate_features;                    // [C, features]; by task

  torch::Tensor candidate_places;  // int64 [C], where each of the sample's candidates stands above
};

// `options`: device and floating type of the network. The sample holds to its contract.
Batch MakeBatch(const pack::Sample& sample, const ModelConfig& config,
                const torch::TensorOptions& options);

}  // namespace fastnode::learn
