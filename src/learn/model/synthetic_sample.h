// Random samples that keep the contract of pack/sample.h, for tests and measurements. The truth can
// be learnt: it is the candidate whose name row equals the site's node's first name row.
#pragma once

#include <algorithm>
#include <tuple>
#include <vector>

#include "collect/pack/sample.h"
#include "support/random.h"

namespace fastnode::learn {

struct SyntheticShape {
  int32_t sites = 8;
  int32_t nodes = 24;  // per site
  int32_t edges = 60;  // per site, in each direction
  int32_t candidates = 6;
  int32_t name_rows = 50;
  int32_t type_rows = 20;
  double unlabelled = 0.1;
};

inline void AddSyntheticBag(Random& random, int32_t rows, int32_t most, std::vector<int32_t>& begin,
                            std::vector<int32_t>& items) {
  for (uint64_t n = random.Below(static_cast<uint64_t>(most) + 1); n > 0; --n) {
    items.push_back(static_cast<int32_t>(random.Below(static_cast<uint64_t>(rows))));
  }
  begin.push_back(static_cast<int32_t>(items.size()));
}

inline void AddSyntheticEdges(const SyntheticShape& shape, Random& random, pack::Sample& sample) {
  std::vector<std::tuple<int32_t, uint8_t, int32_t>> edges;  // target, relation, source
  for (int32_t e = 0; e < shape.edges; ++e) {
    auto from = static_cast<int32_t>(random.Below(static_cast<uint64_t>(shape.nodes)));
    auto to = static_cast<int32_t>(random.Below(static_cast<uint64_t>(shape.nodes)));
    auto kind = static_cast<uint8_t>(2 * random.Below(pack::kNumRelations / 2));
    edges.emplace_back(to, kind, from);
    edges.emplace_back(from, kind + 1, to);
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  for (auto [target, relation, source] : edges) {
    sample.edge_targets.push_back(target);
    sample.edge_relations.push_back(relation);
    sample.edge_sources.push_back(source);
  }
}

inline pack::Sample SyntheticSite(const SyntheticShape& shape, int task, Random& random) {
  pack::Sample sample = pack::MakeSample();
  auto below = [&](int32_t bound) {
    return static_cast<int32_t>(random.Below(static_cast<uint64_t>(bound)));
  };
  for (int32_t i = 0; i < shape.nodes; ++i) {
    sample.node_kinds.push_back(static_cast<uint8_t>(below(pack::kNumNodeKinds)));
    AddSyntheticBag(random, shape.name_rows, 3, sample.node_name_begin, sample.node_names);
    AddSyntheticBag(random, shape.type_rows, 2, sample.node_type_begin, sample.node_types);
  }
  AddSyntheticEdges(shape, random, sample);
  sample.site_tasks.push_back(static_cast<uint8_t>(task));
  sample.site_nodes.push_back(0);
  for (int i = 0; i < pack::kNumSiteFeatures; ++i) {
    sample.site_features.push_back(static_cast<uint8_t>(below(256)));
  }
  const int32_t label = below(shape.candidates), site = sample.site_nodes[0];
  const bool named = sample.node_name_begin[site] < sample.node_name_begin[site + 1];
  for (int32_t j = 0; j < shape.candidates; ++j) {
    for (int i = 0; i < pack::kNumCandidateFeatures; ++i) {
      // Many are 0, as of real ones.
      sample.candidate_features.push_back(static_cast<uint8_t>(below(3) == 0 ? 0 : below(256)));
    }
    if (j == label && named) {
      sample.candidate_names.push_back(sample.node_names[sample.node_name_begin[site]]);
      sample.candidate_name_begin.push_back(static_cast<int32_t>(sample.candidate_names.size()));
    } else {
      AddSyntheticBag(random, shape.name_rows, 3, sample.candidate_name_begin,
                      sample.candidate_names);
    }
    AddSyntheticBag(random, shape.nodes, 2, sample.candidate_use_begin, sample.candidate_uses);
  }
  sample.candidate_begin.push_back(shape.candidates);
  sample.labels.push_back(random.Uniform() < shape.unlabelled ? -1 : label);
  return sample;
}

// Sample k of a stream of them.
inline pack::Sample SyntheticSample(const SyntheticShape& shape, uint64_t seed, int64_t k) {
  Random random(seed, 0x5A, static_cast<uint64_t>(k));
  pack::Sample sample = pack::MakeSample();
  for (int32_t i = 0; i < shape.sites; ++i) {
    pack::Append(SyntheticSite(shape, i % pack::kNumTasks, random), sample);
  }
  return sample;
}

}  // namespace fastnode::learn
