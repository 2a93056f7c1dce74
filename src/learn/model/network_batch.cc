// Only nodes that can reach a score are computed (message_plan.h). So every layer has its own
// numbering, "places": a node's position among those whose states are known at that point. Sites
// and candidates are regrouped by task, and `candidate_places` leads back to the sample's order.
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

// Rows of `width` bytes, in `order`, as numbers: a byte of 64 is 1.
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

// Where each wanted node stands among the wanted; -1 for others.
std::vector<int32_t> Places(const std::vector<uint8_t>& wanted) {
  std::vector<int32_t> places(wanted.size(), -1);
  int32_t next = 0;
  for (size_t node = 0; node < wanted.size(); ++node) {
    if (wanted[node] != 0) places[node] = next++;
  }
  return places;
}

int32_t NumPlaces(const std::vector<int32_t>& places) {
  return static_cast<int32_t>(
      std::count_if(places.begin(), places.end(), [](int32_t place) { return place >= 0; }));
}

// `before`, `after`: places of the nodes among those whose states are known before and after.
LayerMessages Messages(const MessagePlan& plan, const std::vector<int32_t>& before,
                       const std::vector<int32_t>& after, const torch::TensorOptions& options) {
  LayerMessages layer;
  for (int r = 0; r < pack::kNumRelations; ++r) {
    layer.relation_pairs.push_back(plan.relation_begin[r + 1] - plan.relation_begin[r]);
  }
  const int32_t num_before = NumPlaces(before), num_after = NumPlaces(after);
  std::vector<int32_t> own;
  for (size_t node = 0; node < after.size(); ++node) {
    if (after[node] >= 0) own.push_back(before[node]);
  }
  layer.own = MakeRowIndex(std::move(own), num_before, options);
  Ragged sources = plan.pair_sources;
  for (int32_t& node : sources.items) node = before[node];
  layer.pair_sources = MakeRowIndex(sources, num_before, Reduction::kMean, options);
  Ragged targets;
  for (int32_t node : plan.pair_targets) {
    targets.items.push_back(after[node]);
    targets.begin.push_back(static_cast<int32_t>(targets.items.size()));
  }
  const auto num_pairs = static_cast<int32_t>(plan.pair_targets.size());
  layer.node_pairs =
      MakeRowIndex(Transpose(targets, num_after), num_pairs, Reduction::kSum, options);
  return layer;
}

// Returns the places of the nodes that sites and candidates look at.
std::vector<int32_t> AddNodes(const Sample& sample, const ModelConfig& config,
                              const torch::TensorOptions& options, Batch& batch) {
  const auto wanted = WantedNodes(sample, config.layers);
  std::vector<int32_t> nodes, kinds, places = Places(wanted[0]);
  for (int32_t node = 0; node < sample.num_nodes(); ++node) {
    if (places[node] < 0) continue;
    nodes.push_back(node);
    kinds.push_back(sample.node_kinds[node]);
  }
  batch.node_kinds = MakeRowIndex(std::move(kinds), pack::kNumNodeKinds, options);
  batch.node_names = MakeRowIndex(Select(sample.node_name_begin, sample.node_names, nodes),
                                  config.name_rows, Reduction::kMean, options);
  batch.node_types = MakeRowIndex(Select(sample.node_type_begin, sample.node_types, nodes),
                                  config.type_rows, Reduction::kMean, options);
  for (int32_t layer = 0; layer < config.layers; ++layer) {
    const std::vector<int32_t> after = Places(wanted[layer + 1]);
    batch.layers.push_back(
        Messages(PlanMessages(sample, &wanted[layer + 1]), places, after, options));
    places = after;
  }
  return places;
}

// For sites [first, last), with their candidates in order.
QueryIndex MakeQueryIndex(const std::vector<int32_t>& candidate_begin, int64_t first, int64_t last,
                          const torch::TensorOptions& options) {
  std::vector<int32_t> begin, of;
  for (int64_t s = first; s <= last; ++s) {
    begin.push_back(candidate_begin[s] - candidate_begin[first]);
    if (s < last) of.insert(of.end(), candidate_begin[s + 1] - candidate_begin[s], s - first);
  }
  return {IndexTensor(begin, options), IndexTensor(of, options)};
}

// `places_of`: the places of nodes among those whose states are known in the end.
void AddSites(const Sample& sample, const ModelConfig& config,
              const std::vector<int32_t>& places_of, const torch::TensorOptions& options,
              Batch& batch) {
  std::vector<int32_t> site_order, nodes, candidate_order, candidate_begin{0};
  for (int task = 0; task < pack::kNumTasks; ++task) {
    for (int32_t site = 0; site < sample.num_sites(); ++site) {
      if (sample.site_tasks[site] != task) continue;
      for (int32_t j = sample.candidate_begin[site]; j < sample.candidate_begin[site + 1]; ++j) {
        candidate_order.push_back(j);
        ++batch.parts[task].num_candidates;
      }
      candidate_begin.push_back(static_cast<int32_t>(candidate_order.size()));
      site_order.push_back(site);
      nodes.push_back(places_of[sample.site_nodes[site]]);
      ++batch.parts[task].num_sites;
    }
  }
  const int32_t num_places = NumPlaces(places_of);
  batch.site_nodes = MakeRowIndex(std::move(nodes), num_places, options);
  batch.site_features = Features(sample.site_features, pack::kNumSiteFeatures, site_order, options);
  batch.candidate_names =
      MakeRowIndex(Select(sample.candidate_name_begin, sample.candidate_names, candidate_order),
                   config.name_rows, Reduction::kMean, options);
  Ragged uses = Select(sample.candidate_use_begin, sample.candidate_uses, candidate_order);
  for (int32_t& node : uses.items) node = places_of[node];
  batch.candidate_uses = MakeRowIndex(uses, num_places, Reduction::kMean, options);
  batch.candidate_sites = MakeQueryIndex(candidate_begin, 0, sample.num_sites(), options);
  int64_t first = 0;
  for (int task = 0; task < pack::kNumTasks; ++task) {
    const int64_t last = first + batch.parts[task].num_sites;
    batch.task_sites[task] = MakeQueryIndex(candidate_begin, first, last, options);
    first = last;
  }
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
  const std::vector<int32_t> places = AddNodes(sample, config, options, batch);
  AddSites(sample, config, places, options, batch);
  return batch;
}

}  // namespace fastnode::learn
