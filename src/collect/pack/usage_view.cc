// Tables hold sums; what must be taken off is subtracted as it is read. The best of a key are then
// no longer the first rows, but counts only fall: rows are read in order until none that follows
// can be among the best (docs/decisions/0013-candidates-after-taking-off.md, usage_view_test.cc).
#include "collect/pack/usage_view.h"

#include <algorithm>
#include <utility>

namespace fastnode::pack {

using corpus::UsageTable;
using corpus::UseCounts;

namespace {

void TakeOff(const UseCounts& part, UseCounts& counts) {
  for (size_t i = 0; i < counts.size(); ++i) counts[i] -= std::min(counts[i], part[i]);
}

uint64_t Sum(const UseCounts& counts) {
  return uint64_t{counts[0]} + counts[1] + counts[2] + counts[3];
}

}  // namespace

UsageView::Key UsageView::Locate(uint64_t key) const {
  Key located{key, {}, {}, {}};
  if (key == 0) return located;
  if (around_.project != nullptr) located.project = around_.project->Locate(key);
  if (around_.corpus != nullptr) located.corpus = around_.corpus->Locate(key);
  if (around_.corpus_minus != nullptr) located.corpus_minus = around_.corpus_minus->Locate(key);
  return located;
}

UsageView::Name UsageView::Resolve(std::string_view name) const {
  Name resolved;
  if (around_.project != nullptr) resolved.project = around_.project->IdOf(name);
  if (around_.project_minus != nullptr) resolved.project_minus = around_.project_minus->IdOf(name);
  if (around_.corpus != nullptr) resolved.corpus = around_.corpus->IdOf(name);
  if (around_.corpus_minus != nullptr) resolved.corpus_minus = around_.corpus_minus->IdOf(name);
  return resolved;
}

UseCounts UsageView::Project(const Key& key, const Name& name) const {
  const UsageTable::Row* row = UsageTable::Find(key.project, name.project);
  if (row == nullptr) return {};
  UseCounts counts = row->counts;
  if (around_.project_minus != nullptr) {
    TakeOff(around_.project_minus->Find(key.key, name.project_minus), counts);
  }
  return counts;
}

UseCounts UsageView::Corpus(const Key& key, const Name& name) const {
  const UsageTable::Row* row = UsageTable::Find(key.corpus, name.corpus);
  if (row == nullptr) return {};
  UseCounts counts = row->counts;
  const UsageTable::Row* own = UsageTable::Find(key.corpus_minus, name.corpus_minus);
  if (own != nullptr) TakeOff(own->counts, counts);
  return counts;
}

uint64_t UsageView::ProjectTotal(const Key& key) const {
  if (key.project.rows == nullptr) return 0;
  UseCounts counts = around_.project->Sum(key.key);
  if (around_.project_minus != nullptr) TakeOff(around_.project_minus->Sum(key.key), counts);
  return Sum(counts);
}

uint64_t UsageView::CorpusTotal(const Key& key) const {
  if (key.corpus.rows == nullptr) return 0;
  if (key.corpus_minus.rows == nullptr) return Sum(around_.corpus->Sum(key.key));
  uint64_t total = 0;
  for (const UsageTable::Row& row : *key.corpus.rows) {
    total += Sum(Corpus(key, Resolve(around_.corpus->Name(row.name))));
  }
  return total;
}

std::vector<std::string_view> UsageView::First(const corpus::UsageTable* table,
                                               const UsageTable::Located& located, size_t limit) {
  std::vector<std::string_view> names;
  if (located.rows == nullptr) return names;
  for (const UsageTable::Row& row : *located.rows) {
    if (names.size() == limit || Sum(row.counts) == 0) break;
    names.push_back(table->Name(row.name));
  }
  return names;
}

template <typename CountLeft>
std::vector<std::string_view> UsageView::Most(const corpus::UsageTable* table,
                                              const UsageTable::Located& located, size_t limit,
                                              const CountLeft& count_left) {
  if (located.rows == nullptr || limit == 0) return {};
  // The worst of the best stands first.
  using Entry = std::pair<uint64_t, std::string_view>;
  auto is_better = [](const Entry& a, const Entry& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  };
  std::vector<Entry> best;
  for (const UsageTable::Row& row : *located.rows) {
    // Counts fall, and what is left is no more than the count.
    if (best.size() == limit && Sum(row.counts) < best.front().first) break;
    const std::string_view name = table->Name(row.name);
    const uint64_t left = count_left(name, row);
    if (left == 0) continue;
    const Entry entry{left, name};
    if (best.size() == limit) {
      if (!is_better(entry, best.front())) continue;
      std::pop_heap(best.begin(), best.end(), is_better);
      best.pop_back();
    }
    best.push_back(entry);
    std::push_heap(best.begin(), best.end(), is_better);
  }
  std::sort(best.begin(), best.end(), is_better);
  std::vector<std::string_view> names;
  for (const Entry& entry : best) names.push_back(entry.second);
  return names;
}

std::vector<std::string_view> UsageView::MostOfProject(const Key& key, size_t limit) const {
  if (around_.project_minus == nullptr) return First(around_.project, key.project, limit);
  return Most(around_.project, key.project, limit,
              [&](std::string_view name, const UsageTable::Row& row) -> uint64_t {
                UseCounts counts = row.counts;
                TakeOff(around_.project_minus->Find(key.key, name), counts);
                return Sum(counts);
              });
}

std::vector<std::string_view> UsageView::MostOfCorpus(const Key& key, size_t limit) const {
  if (key.corpus_minus.rows == nullptr) return First(around_.corpus, key.corpus, limit);
  return Most(around_.corpus, key.corpus, limit,
              [&](std::string_view name, const UsageTable::Row& row) -> uint64_t {
                UseCounts counts = row.counts;
                const UsageTable::Row* own =
                    UsageTable::Find(key.corpus_minus, around_.corpus_minus->IdOf(name));
                if (own != nullptr) TakeOff(own->counts, counts);
                return Sum(counts);
              });
}

uint32_t UsageView::ProjectFiles(const Key& key, const Name& name) const {
  const UsageTable::Row* row = UsageTable::Find(key.project, name.project);
  if (row == nullptr) return 0;
  bool own = around_.project_minus != nullptr &&
             Sum(around_.project_minus->Find(key.key, name.project_minus)) > 0;
  return row->num_projects - std::min(row->num_projects, own ? 1u : 0u);
}

uint32_t UsageView::CorpusProjects(const Key& key, const Name& name) const {
  const UsageTable::Row* row = UsageTable::Find(key.corpus, name.corpus);
  if (row == nullptr) return 0;
  bool own = UsageTable::Find(key.corpus_minus, name.corpus_minus) != nullptr;
  return row->num_projects - std::min(row->num_projects, own ? 1u : 0u);
}

}  // namespace fastnode::pack
