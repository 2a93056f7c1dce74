// A sample's edges are sorted by target and relation, so the pairs are runs of one pass, and no map
// is needed. Which nodes matter is found backwards from what is scored; the last layers then
// compute few nodes, and the scores are the same. message_plan_test.cc holds the plan, train_test
// the scores.
#include "learn/model/message_plan.h"

#include <utility>

namespace fastnode::learn {

Ragged Transpose(const Ragged& rows, int32_t num_items) {
  Ragged result;
  result.begin.assign(static_cast<size_t>(num_items) + 1, 0);
  for (int32_t item : rows.items) ++result.begin[item + 1];
  for (int32_t i = 0; i < num_items; ++i) result.begin[i + 1] += result.begin[i];
  result.items.resize(rows.items.size());
  std::vector<int32_t> next(result.begin.begin(), result.begin.end() - 1);
  for (int32_t row = 0; row < rows.num_rows(); ++row) {
    for (int32_t k = rows.begin[row]; k < rows.begin[row + 1]; ++k) {
      result.items[next[rows.items[k]]++] = row;
    }
  }
  return result;
}

MessagePlan PlanMessages(const pack::Sample& sample, const std::vector<uint8_t>* wanted) {
  MessagePlan plan;
  // Edges come sorted by (target, relation): a pair is a run of them.
  struct Run {
    int32_t begin, end;
  };
  std::array<std::vector<Run>, pack::kNumRelations> runs;
  const int32_t num_edges = sample.num_edges();
  for (int32_t begin = 0, end; begin < num_edges; begin = end) {
    const int32_t target = sample.edge_targets[begin];
    const uint8_t relation = sample.edge_relations[begin];
    for (end = begin + 1; end < num_edges && sample.edge_targets[end] == target &&
                          sample.edge_relations[end] == relation;) {
      ++end;
    }
    if (wanted == nullptr || (*wanted)[target]) runs[relation].push_back({begin, end});
  }
  for (int r = 0; r < pack::kNumRelations; ++r) {
    for (const Run& run : runs[r]) {
      plan.pair_targets.push_back(sample.edge_targets[run.begin]);
      plan.pair_sources.items.insert(plan.pair_sources.items.end(),
                                     sample.edge_sources.begin() + run.begin,
                                     sample.edge_sources.begin() + run.end);
      plan.pair_sources.begin.push_back(static_cast<int32_t>(plan.pair_sources.items.size()));
    }
    plan.relation_begin[r + 1] = static_cast<int32_t>(plan.pair_targets.size());
  }
  return plan;
}

std::vector<std::vector<uint8_t>> WantedNodes(const pack::Sample& sample, int32_t layers) {
  std::vector<std::vector<uint8_t>> wanted(static_cast<size_t>(layers) + 1);
  std::vector<uint8_t> now(sample.node_kinds.size(), 0);
  for (int32_t node : sample.site_nodes) now[node] = 1;
  for (int32_t node : sample.candidate_uses) now[node] = 1;
  wanted.back() = now;
  for (int32_t layer = layers - 1; layer >= 0; --layer) {
    std::vector<uint8_t> before = now;
    for (int32_t e = 0; e < sample.num_edges(); ++e) {
      if (now[sample.edge_targets[e]]) before[sample.edge_sources[e]] = 1;
    }
    wanted[layer] = now = std::move(before);
  }
  return wanted;
}

}  // namespace fastnode::learn
