// Tables hold sums; what must be taken off is subtracted as it is read. The best of a key are then
// no longer the first rows, but counts only fall: rows are read in order until none that follows
// can be among the best (docs/decisions/0013-candidates-after-taking-off.md, usage_view_test.cc).
#include "collect/pack/usage_view.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "support/check.h"

namespace fastnode::pack {

using corpus::FileUsage;
using corpus::kNoName;
using corpus::UsageTable;
using corpus::UseCounts;

namespace {

void TakeOff(const UseCounts& part, UseCounts& counts) {
  for (size_t i = 0; i < counts.size(); ++i) counts[i] -= std::min(counts[i], part[i]);
}

uint64_t Sum(const UseCounts& counts) {
  return uint64_t{counts[0]} + counts[1] + counts[2] + counts[3];
}

// The first rows, at most `limit`, by what is left of them: `minus(row)` is taken off, null: none.
template <typename Minus>
std::vector<std::string_view> Most(const UsageTable* table, const UsageTable::RowList& rows,
                                   size_t limit, const Minus& minus) {
  if (rows.empty() || limit == 0) return {};
  // Once they are as many as may be, the worst of the best stands first. Names are numbered as they
  // sort.
  using Entry = std::pair<uint64_t, uint32_t>;
  auto is_better = [](const Entry& a, const Entry& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  };
  std::vector<Entry> best;
  best.reserve(std::min(limit, rows.size()));
  for (const UsageTable::Row& row : rows) {
    // Counts fall, and what is left is no more than the count.
    if (best.size() == limit && Sum(row.counts) < best.front().first) break;
    UseCounts left = row.counts;
    if (const auto taken = minus(row)) TakeOff(*taken, left);
    const Entry entry{Sum(left), row.name};
    if (entry.first == 0) continue;
    if (best.size() < limit) {
      best.push_back(entry);
      if (best.size() == limit) std::make_heap(best.begin(), best.end(), is_better);
    } else if (is_better(entry, best.front())) {
      std::pop_heap(best.begin(), best.end(), is_better);
      best.back() = entry;
      std::push_heap(best.begin(), best.end(), is_better);
    }
  }
  std::sort(best.begin(), best.end(), is_better);
  std::vector<std::string_view> names;
  names.reserve(best.size());
  for (const Entry& entry : best) names.push_back(table->Name(entry.second));
  return names;
}

// Where nothing is taken off: the rows stand in this order.
std::vector<std::string_view> First(const UsageTable* table, const UsageTable::RowList& rows,
                                    size_t limit) {
  std::vector<std::string_view> names;
  names.reserve(std::min(limit, rows.size()));
  for (const UsageTable::Row& row : rows) {
    if (names.size() == limit || Sum(row.counts) == 0) break;
    names.push_back(table->Name(row.name));
  }
  return names;
}

}  // namespace

UsageView::UsageView(const UsageAround& around) : around_(around) {
  CHECK(around_.corpus_names_in_minus == nullptr ||
        around_.corpus_names_in_minus->size() == around_.corpus->names().size());
  if (around_.project == nullptr || around_.project_minus == nullptr) return;
  const std::vector<std::string>& names = around_.project_minus->names;
  taken_.resize(around_.project->names().size(), kNoName);
  for (uint32_t minus = 0; minus < names.size(); ++minus) {
    const uint32_t project = around_.project->IdOf(names[minus]);
    if (project != kNoName) taken_[project] = minus;
  }
}

uint32_t UsageView::MinusOfProject(uint32_t project) const {
  return taken_.empty() ? kNoName : taken_[project];
}

uint32_t UsageView::MinusOfCorpus(uint32_t corpus) const {
  if (around_.corpus_names_in_minus != nullptr) return (*around_.corpus_names_in_minus)[corpus];
  return around_.corpus_minus->IdOf(around_.corpus->Name(corpus));
}

UsageView::Key UsageView::Locate(uint64_t key) const {
  Key located;
  located.key = key;
  if (key == 0) return located;
  if (around_.project != nullptr) located.project = around_.project->Locate(key);
  if (around_.corpus != nullptr) located.corpus = around_.corpus->Locate(key);
  if (around_.corpus_minus == around_.project) {
    located.corpus_minus = located.project;
  } else if (around_.corpus_minus != nullptr) {
    located.corpus_minus = around_.corpus_minus->Locate(key);
  }
  if (around_.project_minus != nullptr) located.project_minus = around_.project_minus->Rows(key);
  return located;
}

UsageView::Name UsageView::Resolve(std::string_view name, uint64_t hash) const {
  Name resolved;
  if (around_.project != nullptr) {
    resolved.project = around_.project->names().Find(name, hash);
    if (resolved.project != kNoName) resolved.project_minus = MinusOfProject(resolved.project);
  }
  if (around_.corpus != nullptr) resolved.corpus = around_.corpus->names().Find(name, hash);
  if (around_.corpus_minus == around_.project) {
    resolved.corpus_minus = resolved.project;
  } else if (around_.corpus_minus != nullptr) {
    resolved.corpus_minus = around_.corpus_minus->names().Find(name, hash);
  }
  return resolved;
}

const UseCounts* UsageView::Minus(const Key& key, uint32_t project_minus) const {
  if (project_minus == kNoName || key.project_minus.empty()) return nullptr;
  const auto found =
      std::lower_bound(key.project_minus.begin(), key.project_minus.end(), project_minus,
                       [](const FileUsage::Row& a, uint32_t b) { return a.name < b; });
  const bool there = found != key.project_minus.end() && found->name == project_minus;
  return there ? &found->counts : nullptr;
}

UseCounts UsageView::FindInProject(const Key& key, const Name& name) const {
  const uint32_t row = UsageTable::Search(key.project, name.project);
  if (row == UsageTable::kNoRow) return {};
  UseCounts counts = key.project.rows[row].counts;
  if (const UseCounts* taken = Minus(key, name.project_minus)) TakeOff(*taken, counts);
  return counts;
}

UseCounts UsageView::FindInCorpus(const Key& key, const Name& name) const {
  const uint32_t row = UsageTable::Search(key.corpus, name.corpus);
  if (row == UsageTable::kNoRow) return {};
  UseCounts counts = key.corpus.rows[row].counts;
  if (!UsageTable::MayHave(key.corpus_minus, name.corpus_minus)) return counts;
  const uint32_t own = UsageTable::Search(key.corpus_minus, name.corpus_minus);
  if (own != UsageTable::kNoRow) TakeOff(key.corpus_minus.rows[own].counts, counts);
  return counts;
}

uint64_t UsageView::ProjectTotal(const Key& key) const {
  UseCounts counts = UsageTable::Sum(key.project);
  if (!key.project_minus.empty()) {
    UseCounts taken{};
    for (const FileUsage::Row& row : key.project_minus) corpus::AddCounts(row.counts, taken);
    TakeOff(taken, counts);
  }
  return Sum(counts);
}

uint64_t UsageView::CorpusTotal(const Key& key) const {
  if (key.corpus_minus.rows.empty()) return Sum(UsageTable::Sum(key.corpus));
  uint64_t total = 0;
  for (const UsageTable::Row& row : key.corpus.rows) {
    UseCounts counts = row.counts;
    const std::optional<UsageTable::Row> own =
        UsageTable::Find(key.corpus_minus, MinusOfCorpus(row.name));
    if (own) TakeOff(own->counts, counts);
    total += Sum(counts);
  }
  return total;
}

std::vector<std::string_view> UsageView::MostOfProject(const Key& key, size_t limit) const {
  if (key.project_minus.empty()) return First(around_.project, key.project.rows, limit);
  return Most(around_.project, key.project.rows, limit,
              [&](const UsageTable::Row& row) { return Minus(key, MinusOfProject(row.name)); });
}

std::vector<std::string_view> UsageView::MostOfCorpus(const Key& key, size_t limit) const {
  if (key.corpus_minus.rows.empty()) return First(around_.corpus, key.corpus.rows, limit);
  return Most(around_.corpus, key.corpus.rows, limit, [&](const UsageTable::Row& row) {
    const std::optional<UsageTable::Row> own =
        UsageTable::Find(key.corpus_minus, MinusOfCorpus(row.name));
    return own ? std::optional(own->counts) : std::nullopt;
  });
}

uint32_t UsageView::ProjectFiles(const Key& key, const Name& name) const {
  const std::optional<UsageTable::Row> row = UsageTable::Find(key.project, name.project);
  if (!row) return 0;
  const UseCounts* taken = Minus(key, name.project_minus);
  const bool own = taken != nullptr && Sum(*taken) > 0;
  return row->num_projects - std::min(row->num_projects, own ? 1u : 0u);
}

uint32_t UsageView::CorpusProjects(const Key& key, const Name& name) const {
  const std::optional<UsageTable::Row> row = UsageTable::Find(key.corpus, name.corpus);
  if (!row) return 0;
  bool own = UsageTable::Find(key.corpus_minus, name.corpus_minus).has_value();
  return row->num_projects - std::min(row->num_projects, own ? 1u : 0u);
}

}  // namespace fastnode::pack
