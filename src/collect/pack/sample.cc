#include "collect/pack/sample.h"

#include <tuple>

namespace fastnode::pack {
namespace {

template <typename T>
void Extend(const std::vector<T>& from, std::vector<T>& to, T shift = 0) {
  to.reserve(to.size() + from.size());
  for (T value : from) to.push_back(static_cast<T>(value + shift));
}

// Appends the rows of a CSR array: `from` without its leading 0, shifted to where `to` ends.
void ExtendBegin(const std::vector<int32_t>& from, std::vector<int32_t>& to) {
  int32_t shift = to.back();
  for (size_t i = 1; i < from.size(); ++i) to.push_back(from[i] + shift);
}

bool InRange(const std::vector<int32_t>& values, int32_t bound) {
  for (int32_t value : values) {
    if (value < 0 || value >= bound) return false;
  }
  return true;
}

bool IsBegin(const std::vector<int32_t>& begin, size_t rows, size_t values) {
  if (begin.size() != rows + 1 || begin.front() != 0) return false;
  for (size_t i = 0; i < rows; ++i) {
    if (begin[i + 1] < begin[i]) return false;
  }
  return static_cast<size_t>(begin.back()) == values;
}

}  // namespace

Sample MakeSample() {
  Sample sample;
  for (auto* begin : {&sample.node_name_begin, &sample.node_type_begin, &sample.candidate_begin,
                      &sample.candidate_name_begin, &sample.candidate_use_begin}) {
    begin->push_back(0);
  }
  return sample;
}

void Append(const Sample& other, Sample& sample) {
  int32_t nodes = sample.num_nodes();
  Extend(other.node_kinds, sample.node_kinds);
  ExtendBegin(other.node_name_begin, sample.node_name_begin);
  Extend(other.node_names, sample.node_names);
  ExtendBegin(other.node_type_begin, sample.node_type_begin);
  Extend(other.node_types, sample.node_types);
  Extend(other.edge_sources, sample.edge_sources, nodes);
  Extend(other.edge_targets, sample.edge_targets, nodes);
  Extend(other.edge_relations, sample.edge_relations);
  Extend(other.site_tasks, sample.site_tasks);
  Extend(other.site_nodes, sample.site_nodes, nodes);
  Extend(other.site_features, sample.site_features);
  Extend(other.labels, sample.labels);
  ExtendBegin(other.candidate_begin, sample.candidate_begin);
  Extend(other.candidate_features, sample.candidate_features);
  ExtendBegin(other.candidate_name_begin, sample.candidate_name_begin);
  Extend(other.candidate_names, sample.candidate_names);
  ExtendBegin(other.candidate_use_begin, sample.candidate_use_begin);
  Extend(other.candidate_uses, sample.candidate_uses, nodes);
}

namespace {

// Values [first, last) of a ragged array's rows, and the rows' bounds.
template <typename T>
void SliceRows(const std::vector<int32_t>& begin, const std::vector<T>& items, int32_t first,
               int32_t last, T shift, std::vector<int32_t>& to_begin, std::vector<T>& to) {
  for (int32_t row = first; row < last; ++row) {
    to_begin.push_back(begin[static_cast<size_t>(row) + 1] - begin[static_cast<size_t>(first)]);
  }
  for (int32_t i = begin[static_cast<size_t>(first)]; i < begin[static_cast<size_t>(last)]; ++i) {
    to.push_back(items[static_cast<size_t>(i)] - shift);
  }
}

template <typename T>
std::vector<T> Part(const std::vector<T>& from, int32_t first, int32_t last, int32_t width = 1) {
  return {from.begin() + static_cast<int64_t>(first) * width,
          from.begin() + static_cast<int64_t>(last) * width};
}

}  // namespace

Sample Slice(const Sample& sample, int32_t first, int32_t last) {
  Sample part = MakeSample();
  if (first == last) return part;
  auto node_of = [&](int32_t site) {
    return site < sample.num_sites() ? sample.site_nodes[static_cast<size_t>(site)]
                                     : sample.num_nodes();
  };
  const int32_t node = node_of(first), node_end = node_of(last);
  part.node_kinds = Part(sample.node_kinds, node, node_end);
  SliceRows(sample.node_name_begin, sample.node_names, node, node_end, 0, part.node_name_begin,
            part.node_names);
  SliceRows(sample.node_type_begin, sample.node_types, node, node_end, 0, part.node_type_begin,
            part.node_types);
  // Edges stand by target.
  for (size_t e = 0; e < sample.edge_targets.size(); ++e) {
    if (sample.edge_targets[e] < node || sample.edge_targets[e] >= node_end) continue;
    part.edge_sources.push_back(sample.edge_sources[e] - node);
    part.edge_targets.push_back(sample.edge_targets[e] - node);
    part.edge_relations.push_back(sample.edge_relations[e]);
  }
  part.site_tasks = Part(sample.site_tasks, first, last);
  for (int32_t site = first; site < last; ++site) part.site_nodes.push_back(node_of(site) - node);
  part.site_features = Part(sample.site_features, first, last, kNumSiteFeatures);
  part.labels = Part(sample.labels, first, last);
  const int32_t candidate = sample.candidate_begin[static_cast<size_t>(first)];
  const int32_t candidate_end = sample.candidate_begin[static_cast<size_t>(last)];
  for (int32_t site = first; site < last; ++site) {
    part.candidate_begin.push_back(sample.candidate_begin[static_cast<size_t>(site) + 1] -
                                   candidate);
  }
  part.candidate_features =
      Part(sample.candidate_features, candidate, candidate_end, kNumCandidateFeatures);
  SliceRows(sample.candidate_name_begin, sample.candidate_names, candidate, candidate_end, 0,
            part.candidate_name_begin, part.candidate_names);
  SliceRows(sample.candidate_use_begin, sample.candidate_uses, candidate, candidate_end, node,
            part.candidate_use_begin, part.candidate_uses);
  return part;
}

std::string Verify(const Sample& sample, int32_t name_rows, int32_t type_rows) {
  const size_t nodes = sample.node_kinds.size(), edges = sample.edge_sources.size();
  const size_t sites = sample.site_tasks.size();
  for (uint8_t kind : sample.node_kinds) {
    if (kind >= kNumNodeKinds) return "node kind out of range";
  }
  if (!IsBegin(sample.node_name_begin, nodes, sample.node_names.size())) return "node_name_begin";
  if (!IsBegin(sample.node_type_begin, nodes, sample.node_types.size())) return "node_type_begin";
  if (!InRange(sample.node_names, name_rows)) return "node name row out of range";
  if (!InRange(sample.node_types, type_rows)) return "node type row out of range";
  if (sample.edge_targets.size() != edges || sample.edge_relations.size() != edges) {
    return "edge arrays differ in length";
  }
  const auto num_nodes = static_cast<int32_t>(nodes);
  if (!InRange(sample.edge_sources, num_nodes)) return "edge source out of range";
  if (!InRange(sample.edge_targets, num_nodes)) return "edge target out of range";
  for (size_t i = 0; i < edges; ++i) {
    if (sample.edge_relations[i] >= kNumRelations) return "relation out of range";
    auto key = [&](size_t e) {
      return std::tuple(sample.edge_targets[e], sample.edge_relations[e], sample.edge_sources[e]);
    };
    if (i > 0 && key(i - 1) >= key(i)) return "edges are not sorted by target, relation, source";
  }
  if (sample.site_nodes.size() != sites || sample.labels.size() != sites ||
      sample.site_features.size() != sites * kNumSiteFeatures) {
    return "site arrays differ in length";
  }
  if (!InRange(sample.site_nodes, num_nodes)) return "site node out of range";
  for (size_t i = 0; i < sites; ++i) {
    const int32_t expected_least = i == 0 ? 0 : sample.site_nodes[i - 1] + 1;
    if (sample.site_nodes[i] < expected_least || (i == 0 && sample.site_nodes[i] != 0)) {
      return "graphs do not begin with their site, one after the other";
    }
  }
  if (sample.candidate_begin.size() != sites + 1 || sample.candidate_begin.front() != 0) {
    return "candidate_begin";
  }
  for (size_t i = 0; i < sites; ++i) {
    if (sample.site_tasks[i] >= kNumTasks) return "task out of range";
    int32_t count = sample.candidate_begin[i + 1] - sample.candidate_begin[i];
    if (count < 0) return "candidate_begin decreases";
    if (sample.labels[i] < -1 || sample.labels[i] >= count) return "label out of range";
  }
  const auto candidates = static_cast<size_t>(sample.candidate_begin.back());
  if (sample.candidate_features.size() != candidates * kNumCandidateFeatures) {
    return "candidate_features";
  }
  if (!IsBegin(sample.candidate_name_begin, candidates, sample.candidate_names.size())) {
    return "candidate_name_begin";
  }
  if (!IsBegin(sample.candidate_use_begin, candidates, sample.candidate_uses.size())) {
    return "candidate_use_begin";
  }
  if (!InRange(sample.candidate_names, name_rows)) return "candidate name row out of range";
  if (!InRange(sample.candidate_uses, num_nodes)) return "candidate use out of range";
  return "";
}

}  // namespace fastnode::pack
