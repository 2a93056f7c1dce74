// Rows are found by a hash of key and name while they are added up, and sorted once at the end.
// Names are then numbered as they sort, so that ties by name are ties by number.
#include "collect/corpus/usage_builder.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <tuple>
#include <utility>

namespace fastnode::corpus {
namespace {

// Key spaces with a single key list whole vocabularies. Their rows are cut at this many.
constexpr size_t kMaxRowsOfOneKeySpaces = 20'000;

size_t HashOf(uint64_t key, uint32_t name) {
  const uint64_t mixed = (key ^ name) * 0x9E3779B97F4A7C15;
  return static_cast<size_t>(mixed ^ mixed >> 32);
}

}  // namespace

// Makes room for so many more rows: none of them moves the others then.
void UsageBuilder::Reserve(size_t more) {
  if (slots_.size() > 2 * (entries_.size() + more)) return;
  slots_.assign(std::bit_ceil(2 * (entries_.size() + more) + 64), kNoName);
  const size_t mask = slots_.size() - 1;
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    size_t at = HashOf(entries_[i].key, entries_[i].row.name) & mask;
    while (slots_[at] != kNoName) at = (at + 1) & mask;
    slots_[at] = i;
  }
}

UsageTable::Row& UsageBuilder::RowOf(uint64_t key, uint32_t name) {
  if (slots_.size() <= 2 * entries_.size()) Reserve(entries_.size() + 1);
  const size_t mask = slots_.size() - 1;
  size_t at = HashOf(key, name) & mask;
  for (; slots_[at] != kNoName; at = (at + 1) & mask) {
    Entry& entry = entries_[slots_[at]];
    if (entry.key == key && entry.row.name == name) return entry.row;
  }
  slots_[at] = static_cast<uint32_t>(entries_.size());
  return entries_.emplace_back(Entry{key, {name, 0, {}}}).row;
}

void UsageBuilder::Add(const FileUsage& usage) {
  std::vector<uint32_t> ids;
  ids.reserve(usage.names.size());
  for (const std::string& name : usage.names) ids.push_back(names_.Add(name));
  Reserve(usage.rows.size());
  // Slots lie all over the memory: the next ones are fetched while one is looked at.
  constexpr size_t kAhead = 8;
  const size_t mask = slots_.size() - 1;
  for (size_t i = 0; i < usage.rows.size(); ++i) {
    if (i + kAhead < usage.rows.size()) {
      const FileUsage::Row& next = usage.rows[i + kAhead];
      __builtin_prefetch(&slots_[HashOf(next.key, ids[next.name]) & mask]);
    }
    const FileUsage::Row& row = usage.rows[i];
    UsageTable::Row& mine = RowOf(row.key, ids[row.name]);
    ++mine.num_projects;
    AddCounts(row.counts, mine.counts);
  }
}

void UsageBuilder::AddProject(const UsageTable& project) {
  std::vector<uint32_t> ids(project.names().size());
  for (uint32_t id = 0; id < ids.size(); ++id) ids[id] = names_.Add(project.Name(id));
  for (size_t i = 0; i < project.num_keys(); ++i) {
    for (const UsageTable::Row& row : project.RowsAt(i)) {
      UsageTable::Row& mine = RowOf(project.key(i), ids[row.name]);
      ++mine.num_projects;
      AddCounts(row.counts, mine.counts);
    }
  }
}

// By key, then as rows of a key stand. Keys are hashes: by their first bits entries are dealt out,
// a few to each bucket, and these are sorted.
void UsageBuilder::SortEntries() {
  constexpr size_t kABucket = 4;
  const size_t num_buckets = std::bit_ceil(entries_.size() / kABucket + 2);
  const int shift = 64 - std::countr_zero(num_buckets);
  std::vector<uint32_t> ends(num_buckets + 1);
  for (const Entry& entry : entries_) ++ends[(entry.key >> shift) + 1];
  for (size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  std::vector<Entry> dealt(entries_.size());
  for (const Entry& entry : entries_) dealt[ends[entry.key >> shift]++] = entry;
  entries_ = std::move(dealt);
  uint32_t begin = 0;
  for (size_t i = 0; i < num_buckets; begin = ends[i++]) {
    std::sort(entries_.begin() + begin, entries_.begin() + ends[i],
              [](const Entry& a, const Entry& b) {
                return a.key != b.key ? a.key < b.key : UsageTable::Before(a.row, b.row);
              });
  }
}

UsageTable UsageBuilder::Finish() && {
  std::vector<uint32_t> order(names_.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return names_[a] < names_[b]; });
  UsageTable table;
  table.names_.Reserve(order.size(), names_.num_letters());
  std::vector<uint32_t> ids(order.size());
  for (uint32_t id : order) ids[id] = table.names_.Add(names_[id]);
  slots_ = {};
  for (Entry& entry : entries_) entry.row.name = ids[entry.row.name];
  SortEntries();
  table.packed_.reserve(entries_.size());
  for (const Entry& entry : entries_) {
    if (table.keys_.empty() || table.keys_.back().key != entry.key) table.StartKey(entry.key);
    table.AddRow(entry.row);
  }
  entries_ = {};
  table.Index();
  return table;
}

void UsageBuilder::AddRow(uint64_t key, std::string_view name, uint32_t num_projects,
                          const UseCounts& counts) {
  const uint32_t id = names_.Add(name);
  RowOf(key, id) = {id, num_projects, counts};
}

std::vector<NamedRow> NamedRows(const UsageTable& table, size_t i) {
  // Numbers of names ascend as the names do.
  std::vector<UsageTable::Row> rows;
  for (const UsageTable::Row& row : table.RowsAt(i)) rows.push_back(row);
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  std::vector<NamedRow> named;
  named.reserve(rows.size());
  for (const UsageTable::Row& row : rows) {
    named.push_back({table.Name(row.name), row.num_projects, row.counts});
  }
  return named;
}

bool UsagePruner::Ranked::operator<(const Ranked& other) const {
  const uint32_t total = Total(row.counts), of_other = Total(other.row.counts);
  return total != of_other ? total > of_other
                           : std::tie(key, place) < std::tie(other.key, other.place);
}

void UsagePruner::Add(uint64_t key, std::vector<NamedRow> rows) {
  static const uint64_t any = UsageKey(KeySpace::kAny, "");
  static const uint64_t base_name = UsageKey(KeySpace::kBaseName, "");
  std::erase_if(rows, [&](const NamedRow& row) { return row.num_projects < limits_.min_projects; });
  std::sort(rows.begin(), rows.end(), [](const NamedRow& a, const NamedRow& b) {
    const uint32_t total_a = Total(a.counts), total_b = Total(b.counts);
    return total_a != total_b ? total_a > total_b : a.name < b.name;
  });
  const bool whole = key == any || key == base_name;
  const size_t room = whole ? kMaxRowsOfOneKeySpaces : limits_.max_rows_a_key;
  rows.resize(std::min(rows.size(), room));
  uint32_t place = 0;
  for (const NamedRow& row : rows) ranking_.push_back({key, place++, row});
  // Now and then, so that memory is bounded and the work is linear.
  if (ranking_.size() > 2 * limits_.max_rows + kMaxRowsOfOneKeySpaces) KeepMost();
}

void UsagePruner::KeepMost() {
  if (ranking_.size() <= limits_.max_rows) return;
  std::nth_element(ranking_.begin(), ranking_.begin() + static_cast<ptrdiff_t>(limits_.max_rows),
                   ranking_.end());
  ranking_.resize(limits_.max_rows);
}

UsageTable UsagePruner::Finish() && {
  KeepMost();
  UsageBuilder kept;
  for (const Ranked& one : ranking_) {
    kept.AddRow(one.key, one.row.name, one.row.num_projects, one.row.counts);
  }
  return std::move(kept).Finish();
}

UsageTable AddUp(const std::vector<FileUsage>& files) {
  UsageBuilder builder;
  for (const FileUsage& file : files) builder.Add(file);
  return std::move(builder).Finish();
}

}  // namespace fastnode::corpus
