// The usage counts of a project and of the corpus as they are round one source: less what must be
// taken off, so that a source never counts itself (UsageAround of cut.h says what that is).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "collect/corpus/usage_table.h"
#include "collect/pack/cut.h"

namespace fastnode::pack {

// Counts of the project and of the corpus, less what must be taken off; never below zero. Keys and
// names are looked up once and then asked for together. Made once for a source: the names of what
// is taken off are looked up when it is made.
class UsageView {
 public:
  explicit UsageView(const UsageAround& around);  // whose tables must outlive it

  struct Key {
    uint64_t key = 0;
    corpus::UsageTable::Located project, corpus, corpus_minus;
    std::span<const corpus::FileUsage::Row> project_minus;
  };
  Key Locate(uint64_t key) const;  // 0: a key without rows

  struct Name {
    uint32_t project = corpus::kNoName, project_minus = corpus::kNoName;
    uint32_t corpus = corpus::kNoName, corpus_minus = corpus::kNoName;
  };
  Name Resolve(std::string_view name) const {
    return Resolve(name, corpus::NameTable::HashOf(name));
  }
  Name Resolve(std::string_view name, uint64_t hash) const;

  // Most keys do not have most names.
  corpus::UseCounts Project(const Key& key, const Name& name) const {
    if (!corpus::UsageTable::MayHave(key.project, name.project)) return {};
    return FindInProject(key, name);
  }
  corpus::UseCounts Corpus(const Key& key, const Name& name) const {
    if (!corpus::UsageTable::MayHave(key.corpus, name.corpus)) return {};
    return FindInCorpus(key, name);
  }
  // Ahead of these.
  static void Fetch(const Key& key, const Name& name) {
    corpus::UsageTable::Fetch(key.project, name.project);
    corpus::UsageTable::Fetch(key.corpus, name.corpus);
  }
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
  // Of keys that may have the name.
  corpus::UseCounts FindInProject(const Key& key, const Name& name) const;
  corpus::UseCounts FindInCorpus(const Key& key, const Name& name) const;
  // What is taken off a row of the project, or of the corpus; null: nothing.
  const corpus::UseCounts* Minus(const Key& key, uint32_t project_minus) const;
  uint32_t MinusOfProject(uint32_t project) const;
  uint32_t MinusOfCorpus(uint32_t corpus) const;

  UsageAround around_;
  // Of each name of the project its number in what is taken off it; empty: nothing is.
  std::vector<uint32_t> taken_;
};

}  // namespace fastnode::pack
