// Rows are gathered, and added up at the end: keys are hashes, so that by their first bits rows are
// dealt out, a few to each place, and those of one key are added up by their names. Where there
// are many, this is done now and then, so that memory is bounded by what the sum takes. Names are
// numbered at the end as they sort, so that ties by name are ties by number.
#include "collect/corpus/usage_builder.h"

#include <algorithm>
#include <bit>
#include <tuple>
#include <utility>

#include "collect/corpus/read_usage.h"
#include "support/first_letters.h"

namespace fastnode::corpus {
namespace {

// Key spaces with a single key list whole vocabularies. Their rows are cut at this many.
constexpr size_t kMaxRowsOfOneKeySpaces = 20'000;

// Reads a record into `put`: the key, the number of the name among `names`, and counts.
template <typename Put>
struct Gatherer {
  NameTable& names;
  const Put& put;
  std::vector<uint32_t> numbers = {};
  void BeginNames(uint32_t number) { numbers.reserve(number); }
  void Name(std::string_view name) { numbers.push_back(names.Add(name)); }
  void BeginRows(uint32_t) {}
  void Row(const FileUsage::Row& row) { put(row.key, numbers[row.name], row.counts); }
};

// Numbers of names as these sort. By their first letters nearly all are told apart.
std::vector<uint32_t> InOrder(const NameTable& names) {
  struct Entry {
    uint64_t letters;
    uint32_t id;
  };
  std::vector<Entry> order;
  order.reserve(names.size());
  for (uint32_t id = 0; id < names.size(); ++id) order.push_back({FirstLetters(names[id]), id});
  std::sort(order.begin(), order.end(), [&](const Entry& a, const Entry& b) {
    return a.letters != b.letters ? a.letters < b.letters : names[a.id] < names[b.id];
  });
  std::vector<uint32_t> ids;
  ids.reserve(order.size());
  for (const Entry& entry : order) ids.push_back(entry.id);
  return ids;
}

}  // namespace

Status UsageBuilder::AddEncoded(std::string_view bytes) {
  auto put = [&](uint64_t key, uint32_t name, const UseCounts& counts) {
    Put(key, {name, 1, counts});
  };
  if (!ReadUsage(bytes, Gatherer<decltype(put)>{names_, put})) return Error{kDamagedUsage};
  SumUpIfMany();
  return {};
}

void UsageBuilder::Add(const FileUsage& usage) {
  std::vector<uint32_t> ids;
  ids.reserve(usage.names.size());
  for (const std::string& name : usage.names) ids.push_back(names_.Add(name));
  for (const FileUsage::Row& row : usage.rows) Put(row.key, {ids[row.name], 1, row.counts});
  SumUpIfMany();
}

void UsageBuilder::AddProject(const UsageTable& project) {
  std::vector<uint32_t> ids(project.names().size());
  for (uint32_t id = 0; id < ids.size(); ++id) ids[id] = names_.Add(project.Name(id));
  for (size_t i = 0; i < project.num_keys(); ++i) {
    for (const UsageTable::Row& row : project.RowsAt(i)) {
      Put(project.key(i), {ids[row.name], 1, row.counts});
    }
  }
  SumUpIfMany();
}

void UsageBuilder::AddRow(uint64_t key, std::string_view name, uint32_t num_projects,
                          const UseCounts& counts) {
  Put(key, {names_.Add(name), num_projects, counts});
}

// Calls visit(key, rows) for each key, ascending; rows have each name once.
template <typename Visit>
void UsageBuilder::ForEachSum(const Visit& visit) const {
  constexpr size_t kABucket = 4;
  const size_t num_buckets = std::bit_ceil(entries_.size() / kABucket + 2);
  const int shift = 64 - std::countr_zero(num_buckets);
  std::vector<uint32_t> ends(num_buckets + 1);
  for (const Entry& entry : entries_) ++ends[(entry.key >> shift) + 1];
  for (size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  std::vector<Entry> dealt(entries_.size());
  for (const Entry& entry : entries_) dealt[ends[entry.key >> shift]++] = entry;

  std::vector<uint32_t> place_of(names_.size(), kNoName);  // in rows
  std::vector<UsageTable::Row> rows;
  size_t begin = 0;
  for (size_t i = 0; i < num_buckets; begin = ends[i++]) {
    for (size_t end = ends[i]; begin < end;) {
      uint64_t key = dealt[begin].key;
      for (size_t at = begin + 1; at < end; ++at) key = std::min(key, dealt[at].key);
      rows.clear();
      size_t left = begin;  // entries of other keys
      for (size_t at = begin; at < end; ++at) {
        if (dealt[at].key != key) {
          dealt[left++] = dealt[at];
          continue;
        }
        const UsageTable::Row row = UsageTable::Unpack(dealt[at].row, wide_.data());
        uint32_t& place = place_of[row.name];
        if (place == kNoName) {
          place = static_cast<uint32_t>(rows.size());
          rows.push_back(row);
        } else {
          rows[place].num_projects += row.num_projects;
          AddCounts(row.counts, rows[place].counts);
        }
      }
      for (const UsageTable::Row& row : rows) place_of[row.name] = kNoName;
      visit(key, rows);
      end = left;
    }
  }
}

void UsageBuilder::SumUpIfMany() {
  constexpr size_t kMany = 1 << 20;
  if (entries_.size() < std::max(kMany, 2 * num_summed_)) return;
  std::vector<Entry> sum;
  std::vector<UsageTable::Row> wide;
  ForEachSum([&](uint64_t key, const std::vector<UsageTable::Row>& rows) {
    for (const UsageTable::Row& row : rows) sum.push_back({key, UsageTable::Pack(row, wide)});
  });
  entries_ = std::move(sum);
  wide_ = std::move(wide);
  num_summed_ = entries_.size();
}

UsageTable UsageBuilder::Finish() && {
  UsageTable table;
  table.names_.Reserve(names_.size(), names_.num_letters());
  std::vector<uint32_t> ids(names_.size());
  for (uint32_t id : InOrder(names_)) ids[id] = table.names_.Add(names_[id]);
  table.packed_.reserve(entries_.size());
  ForEachSum([&](uint64_t key, std::vector<UsageTable::Row>& rows) {
    for (UsageTable::Row& row : rows) row.name = ids[row.name];
    std::sort(rows.begin(), rows.end(),
              [](const auto& a, const auto& b) { return UsageTable::Before(a, b); });
    table.StartKey(key);
    for (const UsageTable::Row& row : rows) table.AddRow(row);
  });
  entries_ = {};
  table.Index();
  return table;
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
