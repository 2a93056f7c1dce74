// A sample as the network reads it: tensors and row indices, made on the host by any thread. Sites
// and candidates are ordered by task, so that each task's ranker works on a contiguous part.
#pragma once

#include <array>
#include <vector>

#include "collect/pack/sample.h"
#include "learn/model/config.h"
#include "learn/model/network_dots.h"
#include "learn/model/network_torch.h"

namespace fastnode::learn {

// PlacedMessages as tensors.
struct MessageRows {
  std::vector<int64_t> counts;  // [relations] how many messages each has
  torch::Tensor from, to;       // int32 [messages]
  RowIndex means;               // the mean of nodes before
  RowIndex shared;              // of each node after, the sum of products that it shares
};

// A round computes only the nodes whose state is needed after it. Its input rows are the nodes of
// the round before.
struct LayerMessages {
  RowIndex own;  // one row each: the node's state before
  // In Layout::kFused.
  MessageRows rows;
  // In Layout::kTorch.
  std::vector<int64_t> relation_pairs;  // [relations] how many pairs each has; padded: all the same
  RowIndex pair_sources;                // mean of nodes before
  RowIndex node_pairs;                  // sum of pairs
};

struct Batch {
  RowIndex node_kinds, node_names, node_types;
  std::vector<LayerMessages> layers;

  struct Part {  // padded: all the same
    int64_t num_sites = 0;
    int64_t num_candidates = 0;
  };
  std::array<Part, pack::kNumTasks> parts;
  RowIndex site_nodes;  // by task
  // Numbers, value / 64; in Layout::kTorch bytes, for less has to reach the device.
  torch::Tensor site_features;                         // [S, site features]; by task
  RowIndex candidate_names, candidate_uses;            // by task
  QueryIndex candidate_sites;                          // the site of each candidate, by task
  std::array<QueryIndex, pack::kNumTasks> task_sites;  // the same for each task alone, if fused
  torch::Tensor candidate_features;                    // bytes [C, features]; by task

  torch::Tensor candidate_places;  // int64 [C], where each of the sample's candidates stands above
};

// The sample keeps its contract.
Batch MakeBatch(const pack::Sample& sample, const ModelConfig& config, const Form& form);

// All tensors of a batch, to be moved to a device together.
std::vector<torch::Tensor*> TensorsOf(Batch& batch);

}  // namespace fastnode::learn
