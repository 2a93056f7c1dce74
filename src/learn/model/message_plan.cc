// A sample's edges are sorted by target and relation, so the pairs are runs of one pass, and no map
// is needed. Which nodes matter is found backwards from what is scored; the last layers then
// compute few nodes, and the scores are the same. message_plan_test.cc holds the plan, train_test
// the scores.
#include "learn/model/message_plan.h"

#include <algorithm>
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
  size_t num_runs = 0;
  for (int32_t begin = 0, end; begin < num_edges; begin = end) {
    const int32_t target = sample.edge_targets[begin];
    const uint8_t relation = sample.edge_relations[begin];
    for (end = begin + 1; end < num_edges && sample.edge_targets[end] == target &&
                          sample.edge_relations[end] == relation;) {
      ++end;
    }
    if (wanted == nullptr || (*wanted)[target]) {
      runs[relation].push_back({begin, end});
      ++num_runs;
    }
  }
  plan.pair_targets.reserve(num_runs);
  plan.pair_sources.begin.reserve(num_runs + 1);
  plan.pair_sources.items.reserve(static_cast<size_t>(num_edges));
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

int32_t NumPlaces(const std::vector<int32_t>& places) {
  return static_cast<int32_t>(
      std::count_if(places.begin(), places.end(), [](int32_t place) { return place >= 0; }));
}

// Pairs of several sources are nearly all different, so each has a mean of its own.
PlacedMessages PlaceMessages(const MessagePlan& plan, const std::vector<int32_t>& before,
                             const std::vector<int32_t>& after) {
  PlacedMessages placed;
  const int32_t num_before = NumPlaces(before), num_after = NumPlaces(after);
  std::vector<int32_t> of_places(static_cast<size_t>(num_before), -1);  // the last message of each
  placed.from.reserve(plan.pair_targets.size());
  placed.to.reserve(plan.pair_targets.size());
  Ragged targets;  // one of each pair that shares a product
  std::vector<int32_t> products;
  const auto share = [&](int32_t target, int32_t product) {
    targets.items.push_back(target);
    targets.begin.push_back(static_cast<int32_t>(targets.items.size()));
    products.push_back(product);
  };
  for (int r = 0; r < pack::kNumRelations; ++r) {
    const auto first_of_relation = static_cast<int32_t>(placed.from.size());
    placed.relation_begin[r] = first_of_relation;
    for (int32_t pair = plan.relation_begin[r]; pair < plan.relation_begin[r + 1]; ++pair) {
      const int32_t target = after[plan.pair_targets[pair]];
      if (target < 0) continue;
      const int32_t first = plan.pair_sources.begin[pair], last = plan.pair_sources.begin[pair + 1];
      int32_t place = num_before + placed.means.num_rows();
      if (last == first + 1) {
        place = before[plan.pair_sources.items[first]];
        int32_t& known = of_places[place];
        if (known >= first_of_relation) {
          int32_t& to = placed.to[known];
          if (to < num_after) {
            share(to, placed.num_shared);
            to = num_after + placed.num_shared++;
          }
          share(target, to - num_after);
          continue;
        }
        known = static_cast<int32_t>(placed.from.size());
      } else {
        for (int32_t e = first; e < last; ++e) {
          placed.means.items.push_back(before[plan.pair_sources.items[e]]);
        }
        placed.means.begin.push_back(static_cast<int32_t>(placed.means.items.size()));
      }
      placed.from.push_back(place);
      placed.to.push_back(target);
    }
  }
  placed.relation_begin.back() = static_cast<int32_t>(placed.from.size());
  placed.shared = Transpose(targets, num_after);
  for (int32_t& item : placed.shared.items) item = products[item];
  return placed;
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
