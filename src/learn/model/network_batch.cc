#include "learn/model/network_batch.h"

#include <algorithm>
#include <utility>

#include "learn/model/message_plan.h"

namespace fastnode::learn {
namespace {

using pack::Sample;
using torch::Tensor;

Tensor Longs(const std::vector<int64_t>& values, const torch::TensorOptions& options) {
  return torch::tensor(values, torch::kLong).to(options.device());
}

// Rows of `width` bytes, in `order`, as numbers in units of 64.
Tensor Features(const std::vector<uint8_t>& bytes, int64_t width, const std::vector<int32_t>& order,
                const torch::TensorOptions& options) {
  Tensor tensor = torch::empty({static_cast<int64_t>(order.size()), width}, torch::kByte);
  uint8_t* to = tensor.data_ptr<uint8_t>();
  for (int32_t row : order) {
    to = std::copy_n(bytes.begin() + static_cast<int64_t>(row) * width, width, to);
  }
  return tensor.to(options) / 64;
}

Ragged Select(const std::vector<int32_t>& begin, const std::vector<int32_t>& items,
              const std::vector<int32_t>& order) {
  Ragged result;
  for (int32_t row : order) {
    result.items.insert(result.items.end(), items.begin() + begin[row],
                        items.begin() + begin[row + 1]);
    result.begin.push_back(static_cast<int32_t>(result.items.size()));
  }
  return result;
}

LayerMessages Messages(const MessagePlan& plan, int32_t num_nodes,
                       const torch::TensorOptions& options) {
  LayerMessages layer;
  for (int r = 0; r < pack::kNumRelations; ++r) {
    layer.relation_pairs.push_back(plan.relation_begin[r + 1] - plan.relation_begin[r]);
  }
  const auto num_pairs = static_cast<int32_t>(plan.pair_targets.size());
  layer.pair_sources = MakeRowIndex(plan.pair_sources, num_nodes, Reduction::kMean, options);
  Ragged targets;
  targets.items = plan.pair_targets;
  for (int32_t p = 1; p <= num_pairs; ++p) targets.begin.push_back(p);
  layer.node_pairs =
      MakeRowIndex(Transpose(targets, num_nodes), num_pairs, Reduction::kSum, options);
  return layer;
}

void AddNodes(const Sample& sample, const ModelConfig& config, const torch::TensorOptions& options,
              Batch& batch) {
  std::vector<int32_t> kinds(sample.node_kinds.begin(), sample.node_kinds.end());
  batch.node_kinds = MakeRowIndex(std::move(kinds), pack::kNumNodeKinds, options);
  batch.node_names = MakeRowIndex({sample.node_name_begin, sample.node_names}, config.name_rows,
                                  Reduction::kMean, options);
  batch.node_types = MakeRowIndex({sample.node_type_begin, sample.node_types}, config.type_rows,
                                  Reduction::kMean, options);
  for (const auto& wanted : WantedNodes(sample, config.layers)) {
    batch.layers.push_back(Messages(PlanMessages(sample, &wanted), sample.num_nodes(), options));
  }
}

void AddSites(const Sample& sample, const ModelConfig& config, const torch::TensorOptions& options,
              Batch& batch) {
  std::vector<int32_t> site_order, nodes, candidate_order, candidate_sites;
  for (int task = 0; task < pack::kNumTasks; ++task) {
    for (int32_t site = 0; site < sample.num_sites(); ++site) {
      if (sample.site_tasks[site] != task) continue;
      for (int32_t j = sample.candidate_begin[site]; j < sample.candidate_begin[site + 1]; ++j) {
        candidate_order.push_back(j);
        candidate_sites.push_back(static_cast<int32_t>(site_order.size()));
        ++batch.parts[task].num_candidates;
      }
      site_order.push_back(site);
      nodes.push_back(sample.site_nodes[site]);
      ++batch.parts[task].num_sites;
    }
  }
  batch.site_nodes = MakeRowIndex(std::move(nodes), sample.num_nodes(), options);
  batch.site_features = Features(sample.site_features, pack::kNumSiteFeatures, site_order, options);
  batch.candidate_names =
      MakeRowIndex(Select(sample.candidate_name_begin, sample.candidate_names, candidate_order),
                   config.name_rows, Reduction::kMean, options);
  batch.candidate_uses =
      MakeRowIndex(Select(sample.candidate_use_begin, sample.candidate_uses, candidate_order),
                   sample.num_nodes(), Reduction::kMean, options);
  batch.candidate_sites = MakeRowIndex(std::move(candidate_sites), sample.num_sites(), options);
  batch.candidate_features =
      Features(sample.candidate_features, pack::kNumCandidateFeatures, candidate_order, options);
  std::vector<int64_t> places(candidate_order.size());
  for (size_t i = 0; i < candidate_order.size(); ++i) {
    places[candidate_order[i]] = static_cast<int64_t>(i);
  }
  batch.candidate_places = Longs(places, options);
}

}  // namespace

Batch MakeBatch(const Sample& sample, const ModelConfig& config,
                const torch::TensorOptions& options) {
  Batch batch;
  AddNodes(sample, config, options, batch);
  AddSites(sample, config, options, batch);
  return batch;
}

}  // namespace fastnode::learn
