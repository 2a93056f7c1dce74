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

std::string_view Name(Task task) {
  switch (task) {
    case Task::kAttribute:
      return "attribute";
    case Task::kAttributeBase:
      return "attribute_base";
    case Task::kArgument:
      return "argument";
    case Task::kArgumentKind:
      return "argument_kind";
    case Task::kKeywordName:
      return "keyword_name";
    case Task::kArgumentPlaceholder:
      return "argument_placeholder";
  }
  return "?";
}

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
