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

struct Ranked {
  uint64_t key;
  uint32_t place;  // among the rows of the key
  UsageTable::Row row;
  bool operator<(const Ranked& other) const {
    const uint32_t total = Total(row.counts), of_other = Total(other.row.counts);
    return total != of_other ? total > of_other
                             : std::tie(key, place) < std::tie(other.key, other.place);
  }
};

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
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.key != b.key ? a.key < b.key : UsageTable::Before(a.row, b.row);
  });
  table.packed_.reserve(entries_.size());
  for (const Entry& entry : entries_) {
    if (table.keys_.empty() || table.keys_.back().key != entry.key) table.StartKey(entry.key);
    table.AddRow(entry.row);
  }
  entries_ = {};
  table.Index();
  return table;
}

UsageTable UsageBuilder::Prune(const UsageTable& table, const Limits& limits) {
  const uint64_t any = UsageKey(KeySpace::kAny, ""), base_name = UsageKey(KeySpace::kBaseName, "");
  std::vector<Ranked> ranking;
  for (size_t i = 0; i < table.num_keys(); ++i) {
    const uint64_t key = table.key(i);
    const bool whole = key == any || key == base_name;
    const size_t room = whole ? kMaxRowsOfOneKeySpaces : limits.max_rows_a_key;
    uint32_t place = 0;
    for (const UsageTable::Row& row : table.RowsAt(i)) {
      if (row.num_projects < limits.min_projects) continue;
      if (place == room) break;
      ranking.push_back({key, place++, row});
    }
  }
  if (ranking.size() > limits.max_rows) {
    std::nth_element(ranking.begin(), ranking.begin() + static_cast<ptrdiff_t>(limits.max_rows),
                     ranking.end());
    ranking.resize(limits.max_rows);
  }
  UsageBuilder kept;
  for (const Ranked& one : ranking) {
    const uint32_t name = kept.names_.Add(table.Name(one.row.name));
    kept.RowOf(one.key, name) = {name, one.row.num_projects, one.row.counts};
  }
  return std::move(kept).Finish();
}

UsageTable AddUp(const std::vector<FileUsage>& files) {
  UsageBuilder builder;
  for (const FileUsage& file : files) builder.Add(file);
  return std::move(builder).Finish();
}

}  // namespace fastnode::corpus
