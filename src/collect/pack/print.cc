#include "collect/pack/print.h"

#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {
namespace {

std::string Rows(const std::vector<int32_t>& begin, const std::vector<int32_t>& rows,
                 const Vocabulary& vocabulary, size_t i) {
  std::string text;
  for (int32_t at = begin[i]; at < begin[i + 1]; ++at) {
    int32_t row = rows[static_cast<size_t>(at)];
    text += " ";
    text += row == 0 ? "?" : vocabulary.tokens()[static_cast<size_t>(row) - 1];
  }
  return text;
}

// Those that are not zero.
template <int kSlots>
std::string Features(const uint8_t* values, const FeatureTable<kSlots>& table) {
  std::string text;
  for (size_t i = 0; i < kSlots; ++i) {
    if (values[i] == 0) continue;
    text += " ";
    text += table.slots[i].name;
    text += "=" + std::to_string(values[i]);
  }
  return text;
}

std::string RelationName(uint8_t relation) {
  std::string name(graph::Name(static_cast<graph::EdgeKind>(relation / 2)));
  return relation % 2 == 0 ? name : name + "_back";
}

}  // namespace

std::string Print(const Cut& cut, const Vocabularies& vocabularies, int32_t max_candidates) {
  const Sample& sample = cut.sample;
  const TaskRow& row = RowOf(static_cast<Task>(sample.site_tasks[0]));
  std::string text = "site " + std::string(row.name) + " base '" + cut.base_text + "' type '" +
                     cut.base_type + "' truth '" + cut.truth + "' label " +
                     std::to_string(sample.labels[0]) + "\n";
  text += "features" + Features(sample.site_features.data(), row.site_features) + "\n";
  for (size_t i = 0; i < sample.node_kinds.size(); ++i) {
    int kind = sample.node_kinds[i];
    text += "node " + std::to_string(i) + " ";
    text += kind == kHiddenNodeKind ? "hidden" : ast::Name(static_cast<ast::Kind>(kind));
    text += Rows(sample.node_name_begin, sample.node_names, vocabularies.names, i);
    std::string types = Rows(sample.node_type_begin, sample.node_types, vocabularies.types, i);
    text += types.empty() ? "\n" : " :" + types + "\n";
  }
  for (size_t i = 0; i < sample.edge_sources.size(); ++i) {
    text += "edge " + std::to_string(sample.edge_sources[i]) + " " +
            RelationName(sample.edge_relations[i]) + " " + std::to_string(sample.edge_targets[i]) +
            "\n";
  }
  for (size_t i = 0; i < cut.candidates.size() && static_cast<int32_t>(i) < max_candidates; ++i) {
    text += "candidate " + std::to_string(i) + " " + cut.candidates[i];
    text += Features(&sample.candidate_features[i * kNumCandidateFeatures], row.features);
    text += "\n";
  }
  return text;
}

}  // namespace fastnode::pack
