// Candidates of a site: names that may stand there, with features. Attribute sites: names used in
// the file, in the project and in the corpus after the same base, members of the base's type, and
// frequent names of the project and corpus. Attribute-base and argument sites: variables visible
// there, and other names the file uses. Keyword names: parameters of what is called and keywords
// that others pass to it. Argument kinds and placeholders: the few there are. Chosen by a hand-made
// prior, which the network sees as a feature and may overrule.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "analyze/types/types.h"
#include "collect/pack/features.h"
#include "collect/pack/site.h"
#include "collect/pack/surroundings.h"

namespace fastnode::pack {

struct Candidate {
  std::string_view text;  // lives as long as source, tables and library do
  double prior = 0;
  std::array<uint8_t, kNumCandidateFeatures> features{};
};

struct Candidates {
  std::vector<Candidate> list;  // best prior first, ties by text
  std::array<uint8_t, kNumSiteFeatures> site_features{};
  std::string_view parameter;  // that gets the argument, "" if unknown or no argument
};

// `counted`: gives the name under which uses of the base's type were counted; `types`: its members.
Candidates AttributeCandidates(const AnalysedSource& source, const Site& site,
                               const CutContext& context, types::TypeEvaluator& counted,
                               types::TypeEvaluator& types);

Candidates BaseCandidates(const AnalysedSource& source, const Site& site,
                          const CutContext& context);

Candidates ArgumentCandidates(const AnalysedSource& source, const Site& site,
                              const CutContext& context, types::TypeEvaluator& types);

// Of the tasks argument kind, keyword name and argument placeholder.
Candidates CallCandidates(const AnalysedSource& source, const Site& site, const CutContext& context,
                          types::TypeEvaluator& types);

// Counts of the project and of the corpus, less what must be taken off; never below zero. Keys and
// names are looked up once and then asked for together.
class UsageView {
 public:
  explicit UsageView(const UsageAround& around) : around_(around) {}

  struct Key {
    uint64_t key = 0;
    corpus::UsageTable::Located project, corpus, corpus_minus;
  };
  Key Locate(uint64_t key) const;  // 0: a key without rows

  struct Name {
    uint32_t project = corpus::kNoName, project_minus = corpus::kNoName;
    uint32_t corpus = corpus::kNoName, corpus_minus = corpus::kNoName;
  };
  Name Resolve(std::string_view name) const;

  corpus::UseCounts Project(const Key& key, const Name& name) const;
  corpus::UseCounts Corpus(const Key& key, const Name& name) const;
  uint64_t ProjectTotal(const Key& key) const;
  uint64_t CorpusTotal(const Key& key) const;
  // How many files of the project, or other projects of the corpus, have the row.
  uint32_t ProjectFiles(const Key& key, const Name& name) const;
  uint32_t CorpusProjects(const Key& key, const Name& name) const;

  // The names that the project, or the corpus, has most of under a key, at most `limit`: most
  // frequent first, ties by name, just as in a table without what must be taken off. Whether a name
  // is among them must not depend on the site itself.
  std::vector<std::string_view> MostOfProject(const Key& key, size_t limit) const;
  std::vector<std::string_view> MostOfCorpus(const Key& key, size_t limit) const;

 private:
  // Where nothing is taken off: the rows stand in this order.
  static std::vector<std::string_view> First(const corpus::UsageTable* table,
                                             const corpus::UsageTable::Located& located,
                                             size_t limit);
  template <typename CountLeft>
  static std::vector<std::string_view> Most(const corpus::UsageTable* table,
                                            const corpus::UsageTable::Located& located,
                                            size_t limit, const CountLeft& count_left);
  const UsageAround& around_;
};

// The fit rule: a completion fits if it continues what was typed, letter case of ASCII aside.
bool Fits(std::string_view text, std::string_view prefix);

// Features of the spelling and of the surroundings, kInStatement to kLength.
void AddNameFeatures(const Surroundings& around, std::vector<Candidate>& list);

// Sorts by prior, cuts to `max_candidates`, writes kPrior.
void ChooseByPrior(int32_t max_candidates, std::vector<Candidate>& list);

}  // namespace fastnode::pack
