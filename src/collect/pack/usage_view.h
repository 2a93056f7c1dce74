// The usage counts of a project and of the corpus as they are round one source: less what must be
// taken off, so that a source never counts itself (UsageAround of cut.h says what that is).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "collect/corpus/usage.h"
#include "collect/pack/cut.h"

namespace fastnode::pack {

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

}  // namespace fastnode::pack
