#include "learn/train/withhold.h"

#include <algorithm>

#include "collect/pack/features.h"

namespace fastnode::learn {
namespace {

using pack::Sample;

void ClearFeatures(std::vector<uint8_t>& bytes, int width, int first, int last) {
  for (size_t row = 0; row < bytes.size(); row += static_cast<size_t>(width)) {
    std::fill(bytes.begin() + static_cast<int64_t>(row) + first,
              bytes.begin() + static_cast<int64_t>(row) + last + 1, uint8_t{0});
  }
}
void ClearCandidates(Sample& sample, int first, int last) {
  ClearFeatures(sample.candidate_features, pack::kNumCandidateFeatures, first, last);
}
void ClearSites(Sample& sample, int first, int last) {
  ClearFeatures(sample.site_features, pack::kNumSiteFeatures, first, last);
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

void WithoutFile(Sample& sample) {
  ClearCandidates(sample, pack::kFileBase, pack::kPrecedesNext);
  ClearCandidates(sample, pack::kFileWords, pack::kInStatement);
  ClearSites(sample, pack::kTotalFileBase, pack::kTotalFileLast);
  ClearSites(sample, pack::kTotalFunctionBase, pack::kTotalFileAny);
}
void WithoutProject(Sample& sample) {
  ClearCandidates(sample, pack::kProjectBase, pack::kProjectVariables);
  ClearSites(sample, pack::kTotalProjectBase, pack::kTotalProjectBase);
}
void WithoutCorpus(Sample& sample) {
  ClearCandidates(sample, pack::kCorpusBase, pack::kCorpusBaseProjects);
  ClearSites(sample, pack::kTotalCorpusBase, pack::kTotalCorpusType);
}
void WithoutTypes(Sample& sample) {
  ClearRows(sample.node_type_begin, sample.node_types);
  ClearCandidates(sample, pack::kProjectType, pack::kProjectTypeContext);
  ClearCandidates(sample, pack::kCorpusType, pack::kCorpusTypeContext);
  ClearCandidates(sample, pack::kIsMember, pack::kFromLibrary);
  ClearSites(sample, pack::kTypeKnown, pack::kTypeLibraryInstance);
  ClearSites(sample, pack::kTotalCorpusType, pack::kTotalMembers);
}
void WithoutSpelling(Sample& sample) {
  ClearCandidates(sample, pack::kStatementOverlap, pack::kLength);
}
void WithoutPrior(Sample& sample) { ClearCandidates(sample, pack::kPrior, pack::kPrior); }
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
  ClearCandidates(sample, 0, pack::kNumCandidateFeatures - 1);
  ClearSites(sample, 0, pack::kNumSiteFeatures - 1);
}

struct Knowledge {
  const char *name, *what;
  void (*take)(Sample& sample);
};
constexpr Knowledge kKnowledge[] = {
    {"file", "counts and distances of uses in the file", WithoutFile},
    {"project", "counts of the project's other files", WithoutProject},
    {"corpus", "counts of the other projects", WithoutCorpus},
    {"types", "types: of nodes, members, counts by type", WithoutTypes},
    {"spelling", "overlap with names around, letter case, length", WithoutSpelling},
    {"prior", "the hand-made score that chose the candidates", WithoutPrior},
    {"names", "subtokens of nodes and of candidates", WithoutNames},
    {"uses", "the places in the graph where a candidate is used", WithoutUses},
    {"flow", "edges of data flow and of lexical use", WithoutFlow},
    {"edges", "all edges", WithoutEdges},
    {"features", "all features made by hand", WithoutFeatures},
};

}  // namespace

std::string KnowledgeHelp() {
  std::string text = "withhold knowledge, to learn what it is worth:";
  for (const Knowledge& kind : kKnowledge)
    text += std::string(" ") + kind.name + " (" + kind.what + ")";
  return text;
}

Result<Withheld> Withheld::Parse(const std::vector<std::string>& names) {
  Withheld withheld;
  for (const std::string& name : names) {
    uint32_t bit = 0;
    for (size_t i = 0; i < std::size(kKnowledge); ++i) {
      if (name == kKnowledge[i].name) bit = 1u << i;
    }
    if (bit == 0) return Error{"--without: nothing is called '" + name + "'"};
    withheld.kinds_ |= bit;
  }
  for (size_t i = 0; i < std::size(kKnowledge); ++i) {
    if ((withheld.kinds_ >> i & 1) != 0) withheld.names_.emplace_back(kKnowledge[i].name);
  }
  return withheld;
}

void Withheld::TakeFrom(Sample& sample) const {
  for (size_t i = 0; i < std::size(kKnowledge); ++i) {
    if ((kinds_ >> i & 1) != 0) kKnowledge[i].take(sample);
  }
}

}  // namespace fastnode::learn
