#include "collect/pack/print.h"

#include <iterator>

#include "collect/pack/features.h"

namespace fastnode::pack {
namespace {

constexpr std::string_view kCandidateFeatureNames[] = {
    "file_base",
    "file_base_context",
    "file_last",
    "file_last_context",
    "file_any",
    "file_any_context",
    "before_base",
    "after_base",
    "before_any",
    "after_any",
    "function_base",
    "function_any",
    "class_base",
    "is_previous",
    "follows_previous",
    "precedes_next",
    "project_base",
    "project_base_context",
    "project_last",
    "project_last_context",
    "project_any",
    "project_any_context",
    "project_type",
    "project_type_context",
    "project_base_files",
    "project_methods",
    "project_functions",
    "project_variables",
    "corpus_base",
    "corpus_base_context",
    "corpus_last",
    "corpus_last_context",
    "corpus_any",
    "corpus_any_context",
    "corpus_type",
    "corpus_type_context",
    "corpus_base_projects",
    "is_member",
    "member_function",
    "member_variable",
    "member_other",
    "from_class_body",
    "from_self_assignment",
    "inherited",
    "from_library",
    "defined_in_file",
    "file_words",
    "file_strings",
    "in_statement",
    "statement_overlap",
    "function_overlap",
    "target_overlap",
    "private",
    "dunder",
    "capitalised",
    "all_capitals",
    "length",
    "prior",
};
static_assert(std::size(kCandidateFeatureNames) == kNumCandidateFeatures);

constexpr std::string_view kSiteFeatureNames[] = {
    "context_load",      "context_call",    "context_store",       "context_delete",
    "base_self",         "base_name",       "base_attribute",      "base_call",
    "base_subscript",    "base_literal",    "base_other",          "type_known",
    "type_module",       "type_class",      "type_local_instance", "type_library_instance",
    "total_file_base",   "total_file_last", "total_project_base",  "total_corpus_base",
    "total_corpus_type", "total_members",   "total_function_base", "total_file_any",
};
static_assert(std::size(kSiteFeatureNames) == kNumSiteFeatures);

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

template <typename NameOf>
std::string Features(const uint8_t* values, int count, NameOf name_of) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    if (values[i] == 0) continue;
    text += " ";
    text += name_of(i);
    text += "=" + std::to_string(values[i]);
  }
  return text;
}

std::string RelationName(uint8_t relation) {
  std::string name(graph::Name(static_cast<graph::EdgeKind>(relation / 2)));
  return relation % 2 == 0 ? name : name + "_back";
}

}  // namespace

std::string_view CandidateFeatureName(int feature) { return kCandidateFeatureNames[feature]; }
std::string_view SiteFeatureName(int feature) { return kSiteFeatureNames[feature]; }

std::string Print(const Cut& cut, const Vocabularies& vocabularies, int32_t max_candidates) {
  const Sample& sample = cut.sample;
  std::string text = "site " + std::string(Name(static_cast<Task>(sample.site_tasks[0]))) +
                     " base '" + cut.base_text + "' type '" + cut.base_type + "' truth '" +
                     cut.truth + "' label " + std::to_string(sample.labels[0]) + "\n";
  text +=
      "features" + Features(sample.site_features.data(), kNumSiteFeatures, SiteFeatureName) + "\n";
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
    text += Features(&sample.candidate_features[i * kNumCandidateFeatures], kNumCandidateFeatures,
                     CandidateFeatureName);
    text += "\n";
  }
  return text;
}

}  // namespace fastnode::pack
