// Features are taken away by what the sample's own task says that they are made of
// (pack/features.h): the same slot may be a count of the file for one task, and a type for another.
#include "learn/train/withhold.h"

#include <algorithm>

#include "collect/pack/tasks/tasks.h"

namespace fastnode::learn {
namespace {

using pack::Knowledge;
using pack::Sample;

template <int kSlots>
void ClearRow(const pack::FeatureTable<kSlots>& table, Knowledge knowledge, uint8_t* row) {
  for (size_t slot = 0; slot < kSlots; ++slot) {
    if (pack::Includes(table.slots[slot].knowledge, knowledge)) row[slot] = 0;
  }
}

void ClearFeatures(Knowledge knowledge, Sample& sample) {
  for (size_t site = 0; site < sample.site_tasks.size(); ++site) {
    const pack::TaskRow& task = pack::RowOf(static_cast<pack::Task>(sample.site_tasks[site]));
    ClearRow(task.site_features, knowledge, &sample.site_features[site * pack::kNumSiteFeatures]);
    for (int32_t c = sample.candidate_begin[site]; c < sample.candidate_begin[site + 1]; ++c) {
      ClearRow(task.features, knowledge,
               &sample.candidate_features[static_cast<size_t>(c) * pack::kNumCandidateFeatures]);
    }
  }
}

void ClearRows(std::vector<int32_t>& begin, std::vector<int32_t>& items) {
  std::fill(begin.begin(), begin.end(), 0);
  items.clear();
}

template <typename Keep>
void KeepEdges(Sample& sample, const Keep& keep) {
  size_t to = 0;
  for (size_t e = 0; e < sample.edge_sources.size(); ++e) {
    if (!keep(static_cast<graph::EdgeKind>(sample.edge_relations[e] / 2))) continue;
    sample.edge_sources[to] = sample.edge_sources[e];
    sample.edge_targets[to] = sample.edge_targets[e];
    sample.edge_relations[to++] = sample.edge_relations[e];
  }
  sample.edge_sources.resize(to);
  sample.edge_targets.resize(to);
  sample.edge_relations.resize(to);
}

void WithoutNodeTypes(Sample& sample) { ClearRows(sample.node_type_begin, sample.node_types); }
void WithoutNames(Sample& sample) {
  ClearRows(sample.node_name_begin, sample.node_names);
  ClearRows(sample.candidate_name_begin, sample.candidate_names);
}
void WithoutUses(Sample& sample) { ClearRows(sample.candidate_use_begin, sample.candidate_uses); }
void WithoutFlow(Sample& sample) {
  KeepEdges(sample, [](graph::EdgeKind kind) {
    return kind == graph::EdgeKind::kSyntaxChild || kind == graph::EdgeKind::kNextToken;
  });
}
void WithoutEdges(Sample& sample) {
  KeepEdges(sample, [](graph::EdgeKind) { return false; });
}
// All that is counted by hand: what is left is the graph alone.
void WithoutFeatures(Sample& sample) {
  std::fill(sample.candidate_features.begin(), sample.candidate_features.end(), uint8_t{0});
  std::fill(sample.site_features.begin(), sample.site_features.end(), uint8_t{0});
}

struct Kind {
  const char *name, *what;
  Knowledge features;            // those made of it
  void (*take)(Sample& sample);  // what else goes, or null
};
constexpr Kind kKinds[] = {
    {"file", "counts and distances of uses in the file", Knowledge::kFile, nullptr},
    {"project", "counts of the project's other files", Knowledge::kProject, nullptr},
    {"corpus", "counts of the other projects", Knowledge::kCorpus, nullptr},
    {"contexts", "what followed the same tokens before", Knowledge::kContexts, nullptr},
    {"types", "types: of nodes, members, counts by type", Knowledge::kTypes, WithoutNodeTypes},
    {"spelling", "overlap with names around, letter case, length", Knowledge::kSpelling, nullptr},
    {"prior", "the hand-made score that chose the candidates", Knowledge::kPrior, nullptr},
    {"names", "subtokens of nodes and of candidates", Knowledge::kSyntax, WithoutNames},
    {"uses", "the places in the graph where a candidate is used", Knowledge::kSyntax, WithoutUses},
    {"flow", "edges of data flow and of lexical use", Knowledge::kSyntax, WithoutFlow},
    {"edges", "all edges", Knowledge::kSyntax, WithoutEdges},
    {"features", "all features made by hand", Knowledge::kSyntax, WithoutFeatures},
};

}  // namespace

std::string KnowledgeHelp() {
  std::string text = "withhold knowledge, to learn what it is worth:";
  for (const Kind& kind : kKinds) text += std::string(" ") + kind.name + " (" + kind.what + ")";
  return text;
}

Result<Withheld> Withheld::Parse(const std::vector<std::string>& names) {
  Withheld withheld;
  for (const std::string& name : names) {
    uint32_t bit = 0;
    for (size_t i = 0; i < std::size(kKinds); ++i) {
      if (name == kKinds[i].name) bit = 1u << i;
    }
    if (bit == 0) return Error{"--without: nothing is called '" + name + "'"};
    withheld.kinds_ |= bit;
  }
  for (size_t i = 0; i < std::size(kKinds); ++i) {
    if ((withheld.kinds_ >> i & 1) != 0) withheld.names_.emplace_back(kKinds[i].name);
  }
  return withheld;
}

void Withheld::TakeFrom(Sample& sample) const {
  for (size_t i = 0; i < std::size(kKinds); ++i) {
    if ((kinds_ >> i & 1) == 0) continue;
    ClearFeatures(kKinds[i].features, sample);
    if (kKinds[i].take != nullptr) kKinds[i].take(sample);
  }
}

}  // namespace fastnode::learn
