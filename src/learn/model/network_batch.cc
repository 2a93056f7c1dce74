// Only nodes that can reach a score are computed (message_plan.h). So every layer has its own
// numbering, "places": a node's position among those whose states are known at that point. Sites
// and candidates are regrouped by task, and `candidate_places` leads back to the sample's order.
// What is filled up has no items, is looked at by nothing, and so changes no score and no gradient.
#include "learn/model/network_batch.h"

#include <algorithm>
#include <utility>

#include "learn/model/message_plan.h"

namespace fastnode::learn {
namespace {

using pack::Sample;

torch::Tensor Longs(const std::vector<int64_t>& values) {
  return torch::tensor(values, torch::kLong);
}

// Rows of `width` bytes, in `order`, -1 for zeros.
torch::Tensor Features(const std::vector<uint8_t>& bytes, int64_t width,
                       const std::vector<int32_t>& order) {
  torch::Tensor tensor = torch::empty({static_cast<int64_t>(order.size()), width}, torch::kByte);
  uint8_t* to = tensor.data_ptr<uint8_t>();
  for (int32_t row : order) {
    to = row < 0 ? std::fill_n(to, width, uint8_t{0})
                 : std::copy_n(bytes.begin() + static_cast<int64_t>(row) * width, width, to);
  }
  return tensor;
}

// Rows -1 are empty.
Ragged Select(const std::vector<int32_t>& begin, const std::vector<int32_t>& items,
              const std::vector<int32_t>& order) {
  Ragged result;
  for (int32_t row : order) {
    if (row >= 0) {
      result.items.insert(result.items.end(), items.begin() + begin[row],
                          items.begin() + begin[row + 1]);
    }
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

MessageRows RowsOf(const PlacedMessages& placed, int32_t num_before, const Form& form) {
  MessageRows rows;
  for (int r = 0; r < pack::kNumRelations; ++r) {
    rows.counts.push_back(placed.relation_begin[r + 1] - placed.relation_begin[r]);
  }
  rows.from = IndexTensor(placed.from);
  rows.to = IndexTensor(placed.to);
  rows.means = MakeRowIndex(placed.means, num_before, Reduction::kMean, form);
  rows.shared = MakeRowIndex(placed.shared, placed.num_shared, Reduction::kSum, form);
  return rows;
}

// Every relation has as many pairs as the one with most.
void AddPaddedPairs(const MessagePlan& plan, const std::vector<int32_t>& before,
                    const std::vector<int32_t>& after, const Form& form, LayerMessages& layer) {
  std::array<int32_t, pack::kNumRelations> counts{};
  for (int r = 0; r < pack::kNumRelations; ++r) {
    for (int32_t p = plan.relation_begin[r]; p < plan.relation_begin[r + 1]; ++p) {
      if (after[plan.pair_targets[p]] >= 0) ++counts[r];
    }
  }
  const int32_t most = *std::max_element(counts.begin(), counts.end());
  layer.relation_pairs.assign(pack::kNumRelations, most);
  Ragged sources, targets;
  const auto end_row = [](Ragged& rows) {
    rows.begin.push_back(static_cast<int32_t>(rows.items.size()));
  };
  for (int r = 0; r < pack::kNumRelations; ++r) {
    for (int32_t p = plan.relation_begin[r]; p < plan.relation_begin[r + 1]; ++p) {
      if (after[plan.pair_targets[p]] < 0) continue;
      for (int32_t e = plan.pair_sources.begin[p]; e < plan.pair_sources.begin[p + 1]; ++e) {
        sources.items.push_back(before[plan.pair_sources.items[e]]);
      }
      targets.items.push_back(after[plan.pair_targets[p]]);
      end_row(sources), end_row(targets);
    }
    while (targets.num_rows() < (r + 1) * most) end_row(sources), end_row(targets);
  }
  const int32_t num_pairs = targets.num_rows();
  layer.pair_sources = MakeRowIndex(sources, NumPlaces(before), Reduction::kMean, form);
  layer.node_pairs =
      MakeRowIndex(Transpose(targets, NumPlaces(after)), num_pairs, Reduction::kSum, form);
}

// `before`, `after`: places of the nodes among those whose states are known before and after.
LayerMessages Messages(const MessagePlan& plan, const std::vector<int32_t>& before,
                       const std::vector<int32_t>& after, const Form& form) {
  LayerMessages layer;
  const int32_t num_before = NumPlaces(before);
  std::vector<int32_t> own;
  for (size_t node = 0; node < after.size(); ++node) {
    if (after[node] >= 0) own.push_back(before[node]);
  }
  layer.own = MakeRowIndex(std::move(own), num_before, form);
  if (form.layout == Layout::kFused) {
    layer.rows = RowsOf(PlaceMessages(plan, before, after), num_before, form);
  } else {
    AddPaddedPairs(plan, before, after, form, layer);
  }
  return layer;
}

// Returns the places of the nodes that sites and candidates look at.
std::vector<int32_t> AddNodes(const Sample& sample, const ModelConfig& config, const Form& form,
                              Batch& batch) {
  const auto wanted = WantedNodes(sample, config.layers);
  std::vector<int32_t> nodes, kinds, places = Places(wanted[0]);
  for (int32_t node = 0; node < sample.num_nodes(); ++node) {
    if (places[node] < 0) continue;
    nodes.push_back(node);
    kinds.push_back(sample.node_kinds[node]);
  }
  batch.node_kinds = MakeRowIndex(std::move(kinds), pack::kNumNodeKinds, form);
  batch.node_names = MakeRowIndex(Select(sample.node_name_begin, sample.node_names, nodes),
                                  config.name_rows, Reduction::kMean, form);
  batch.node_types = MakeRowIndex(Select(sample.node_type_begin, sample.node_types, nodes),
                                  config.type_rows, Reduction::kMean, form);
  const MessagePlan all = PlanMessages(sample);
  for (int32_t layer = 0; layer < config.layers; ++layer) {
    const std::vector<int32_t> after = Places(wanted[layer + 1]);
    batch.layers.push_back(Messages(all, places, after, form));
    places = after;
  }
  return places;
}

// For sites [first, last), with their candidates in order.
QueryIndex MakeQueryIndex(const std::vector<int32_t>& candidate_begin, int64_t first, int64_t last,
                          const Form& form) {
  std::vector<int32_t> begin, of;
  for (int64_t s = first; s <= last; ++s) {
    begin.push_back(candidate_begin[s] - candidate_begin[first]);
    if (s < last) of.insert(of.end(), candidate_begin[s + 1] - candidate_begin[s], s - first);
  }
  QueryIndex index{IndexTensor(begin), IndexTensor(of), {}};
  if (form.layout == Layout::kTorch) {
    index.rows = MakeRowIndex(std::move(of), static_cast<int32_t>(last - first), form);
  }
  return index;
}

// Sites and candidates by task; -1 fills a task up to the size of the largest, if they are padded.
struct Order {
  std::vector<int32_t> sites, candidates;
  std::vector<int32_t> candidate_begin{
      0};  // of each of `sites`; the last one has what was filled up
};

Order OrderByTask(const Sample& sample, const Form& form, Batch& batch) {
  std::array<std::vector<int32_t>, pack::kNumTasks> sites;
  Batch::Part most;
  for (int32_t site = 0; site < sample.num_sites(); ++site) {
    const int task = sample.site_tasks[site];
    sites[task].push_back(site);
    Batch::Part& part = batch.parts[task];
    ++part.num_sites;
    part.num_candidates += sample.candidate_begin[site + 1] - sample.candidate_begin[site];
    most.num_sites = std::max(most.num_sites, part.num_sites);
    most.num_candidates = std::max(most.num_candidates, part.num_candidates);
  }
  Order order;
  for (int task = 0; task < pack::kNumTasks; ++task) {
    for (int32_t site : sites[task]) {
      order.sites.push_back(site);
      for (int32_t j = sample.candidate_begin[site]; j < sample.candidate_begin[site + 1]; ++j) {
        order.candidates.push_back(j);
      }
      order.candidate_begin.push_back(static_cast<int32_t>(order.candidates.size()));
    }
    if (form.layout != Layout::kTorch) continue;
    batch.parts[task] = most;
    const auto with = static_cast<size_t>(task) + 1;
    order.sites.resize(with * static_cast<size_t>(most.num_sites), -1);
    order.candidates.resize(with * static_cast<size_t>(most.num_candidates), -1);
    order.candidate_begin.resize(order.sites.size() + 1, order.candidate_begin.back());
    order.candidate_begin.back() = static_cast<int32_t>(order.candidates.size());
  }
  return order;
}

// `places_of`: the places of nodes among those whose states are known in the end.
void AddSites(const Sample& sample, const ModelConfig& config,
              const std::vector<int32_t>& places_of, const Form& form, Batch& batch) {
  const Order order = OrderByTask(sample, form, batch);
  const int32_t num_places = NumPlaces(places_of);
  Ragged nodes;
  for (int32_t site : order.sites) {
    if (site >= 0) nodes.items.push_back(places_of[sample.site_nodes[site]]);
    nodes.begin.push_back(static_cast<int32_t>(nodes.items.size()));
  }
  batch.site_nodes = MakeRowIndex(nodes, num_places, Reduction::kSum, form);
  batch.site_features = Features(sample.site_features, pack::kNumSiteFeatures, order.sites);
  if (form.layout != Layout::kTorch) batch.site_features = batch.site_features.to(form.type) / 64;
  batch.candidate_names =
      MakeRowIndex(Select(sample.candidate_name_begin, sample.candidate_names, order.candidates),
                   config.name_rows, Reduction::kMean, form);
  Ragged uses = Select(sample.candidate_use_begin, sample.candidate_uses, order.candidates);
  for (int32_t& node : uses.items) node = places_of[node];
  batch.candidate_uses = MakeRowIndex(uses, num_places, Reduction::kMean, form);
  const auto num_sites = static_cast<int64_t>(order.sites.size());
  batch.candidate_sites = MakeQueryIndex(order.candidate_begin, 0, num_sites, form);
  int64_t first = 0;
  for (int task = 0; task < pack::kNumTasks && form.layout == Layout::kFused; ++task) {
    const int64_t last = first + batch.parts[task].num_sites;
    batch.task_sites[task] = MakeQueryIndex(order.candidate_begin, first, last, form);
    first = last;
  }
  batch.candidate_features =
      Features(sample.candidate_features, pack::kNumCandidateFeatures, order.candidates);
  std::vector<int64_t> places(static_cast<size_t>(sample.num_candidates()));
  for (size_t i = 0; i < order.candidates.size(); ++i) {
    if (order.candidates[i] >= 0) places[order.candidates[i]] = static_cast<int64_t>(i);
  }
  batch.candidate_places = Longs(places);
}

void AddTensorsOf(RowIndex& index, std::vector<torch::Tensor*>& tensors) {
  for (torch::Tensor* tensor :
       {&index.begin, &index.items, &index.scale, &index.item_begin, &index.item_rows,
        &index.parts.begin, &index.parts.ids, &index.parts.rows, &index.item_parts.begin,
        &index.item_parts.ids, &index.item_parts.rows}) {
    if (tensor->defined()) tensors.push_back(tensor);
  }
}

void AddTensorsOf(QueryIndex& index, std::vector<torch::Tensor*>& tensors) {
  if (!index.begin.defined()) return;
  tensors.insert(tensors.end(), {&index.begin, &index.of});
  AddTensorsOf(index.rows, tensors);
}

}  // namespace

std::vector<torch::Tensor*> TensorsOf(Batch& batch) {
  std::vector<torch::Tensor*> tensors{&batch.site_features, &batch.candidate_features,
                                      &batch.candidate_places};
  for (RowIndex* index : {&batch.node_kinds, &batch.node_names, &batch.node_types,
                          &batch.site_nodes, &batch.candidate_names, &batch.candidate_uses}) {
    AddTensorsOf(*index, tensors);
  }
  for (LayerMessages& layer : batch.layers) {
    for (RowIndex* index : {&layer.own, &layer.pair_sources, &layer.node_pairs}) {
      AddTensorsOf(*index, tensors);
    }
  }
  AddTensorsOf(batch.candidate_sites, tensors);
  for (QueryIndex& index : batch.task_sites) AddTensorsOf(index, tensors);
  return tensors;
}

Batch MakeBatch(const Sample& sample, const ModelConfig& config, const Form& form) {
  Batch batch;
  const std::vector<int32_t> places = AddNodes(sample, config, form, batch);
  AddSites(sample, config, places, form, batch);
  return batch;
}

}  // namespace fastnode::learn
