// Most keys have few rows and most counts are zero or small, and both are used. Rows of a key are a
// plain list, searched from its start; only a big key gets a hash of its own. A row's counts are
// stored behind one byte that says which are there and how wide each is. Bytes depend on the
// content alone: keys and names are sorted when a table is written.
#include "collect/corpus/usage.h"

#include <algorithm>
#include <tuple>

#include "support/bytes.h"
#include "support/check.h"
#include "support/hash.h"

namespace fastnode::corpus {
namespace {

// Keys with more rows than this get a hash of their own, so that adding stays linear.
constexpr size_t kBigKey = 32;

// Key spaces with a single key list whole vocabularies. Their rows are cut at this many.
constexpr size_t kMaxRowsOfOneKeySpaces = 20'000;

const std::vector<UsageTable::Row> kNoRows;

void AddCounts(const UseCounts& from, UseCounts& to) {
  for (size_t i = 0; i < from.size(); ++i) to[i] += from[i];
}

constexpr uint32_t kUsageMagic = 0x31554E46;  // "FNU1"
constexpr uint32_t kTableMagic = 0x31544E46;  // "FNT1"

// Most of a row's counts are zero or small: a byte says which are there and how wide they are.
void PutCounts(const UseCounts& counts, ByteWriter& writer) {
  uint8_t mask = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) mask |= static_cast<uint8_t>(counts[i] < 256 ? 1 << i : 17 << i);
  }
  writer.Put(mask);
  for (uint32_t count : counts) {
    if (count == 0) continue;
    if (count < 256)
      writer.Put(static_cast<uint8_t>(count));
    else
      writer.Put(count);
  }
}

UseCounts GetCounts(ByteReader& reader) {
  UseCounts counts{};
  uint8_t mask = reader.Get<uint8_t>();
  for (size_t i = 0; i < counts.size(); ++i) {
    if (mask >> i & 16)
      counts[i] = reader.Get<uint32_t>();
    else if (mask >> i & 1)
      counts[i] = reader.Get<uint8_t>();
  }
  return counts;
}

}  // namespace

uint64_t UsageKey(KeySpace space, std::string_view text) {
  return Hash64(text, static_cast<uint64_t>(space) + 1);
}

uint32_t FileUsage::IdOf(std::string_view name) const {
  auto id = std::lower_bound(names.begin(), names.end(), name);
  return id == names.end() || *id != name ? kNoName : static_cast<uint32_t>(id - names.begin());
}

UseCounts FileUsage::Find(uint64_t key, std::string_view name) const {
  return Find(key, IdOf(name));
}

UseCounts FileUsage::Find(uint64_t key, uint32_t name) const {
  if (name == kNoName) return {};
  auto row =
      std::lower_bound(rows.begin(), rows.end(), std::pair(key, name),
                       [](const Row& a, const auto& b) { return std::pair(a.key, a.name) < b; });
  if (row == rows.end() || row->key != key || row->name != name) return {};
  return row->counts;
}

UseCounts FileUsage::Sum(uint64_t key) const {
  UseCounts sum{};
  auto row = std::lower_bound(rows.begin(), rows.end(), key,
                              [](const Row& a, uint64_t b) { return a.key < b; });
  for (; row != rows.end() && row->key == key; ++row) AddCounts(row->counts, sum);
  return sum;
}

std::string EncodeUsage(const FileUsage& usage) {
  ByteWriter writer;
  writer.Put(kUsageMagic);
  writer.Put(static_cast<uint32_t>(usage.names.size()));
  for (const std::string& name : usage.names) writer.PutText(name);
  writer.Put(static_cast<uint32_t>(usage.rows.size()));
  for (const FileUsage::Row& row : usage.rows) {
    writer.Put(row.key);
    writer.Put(row.name);
    PutCounts(row.counts, writer);
  }
  return writer.Take();
}

Result<FileUsage> DecodeUsage(std::string_view bytes) {
  ByteReader reader(bytes);
  FileUsage usage;
  if (reader.Get<uint32_t>() != kUsageMagic) return Error{"usage: not a usage record"};
  usage.names.resize(reader.GetCount(4));
  for (std::string& name : usage.names) name = reader.GetText();
  usage.rows.resize(reader.GetCount(13));
  for (FileUsage::Row& row : usage.rows) {
    row.key = reader.Get<uint64_t>();
    row.name = reader.Get<uint32_t>();
    row.counts = GetCounts(reader);
    if (row.name >= usage.names.size()) reader.Fail();
  }
  if (!reader.ok() || !reader.at_end()) return Error{"usage: damaged record"};
  return usage;
}

uint32_t UsageTable::Intern(std::string_view name) {
  auto found = ids_.find(name);
  if (found != ids_.end()) return found->second;
  auto id = static_cast<uint32_t>(names_.size());
  names_.emplace_back(name);
  ids_.emplace(std::string(name), id);
  return id;
}

UsageTable::Row& UsageTable::RowOf(uint64_t key, uint32_t name) {
  std::vector<Row>& rows = rows_[key];
  if (rows.size() > kBigKey) {
    auto& places = places_[key];
    if (places.size() < rows.size()) {
      for (uint32_t i = 0; i < rows.size(); ++i) places.emplace(rows[i].name, i);
    }
    auto [place, inserted] = places.emplace(name, static_cast<uint32_t>(rows.size()));
    if (inserted) rows.push_back({name, 0, {}});
    return rows[place->second];
  }
  for (Row& row : rows) {
    if (row.name == name) return row;
  }
  rows.push_back({name, 0, {}});
  return rows.back();
}

void UsageTable::Add(const FileUsage& usage) {
  std::vector<uint32_t> ids;
  ids.reserve(usage.names.size());
  for (const std::string& name : usage.names) ids.push_back(Intern(name));
  for (const FileUsage::Row& row : usage.rows) {
    Row& mine = RowOf(row.key, ids[row.name]);
    ++mine.num_projects;
    AddCounts(row.counts, mine.counts);
  }
}

void UsageTable::AddProject(const UsageTable& project) {
  for (const auto& [key, rows] : project.rows_) {
    for (const Row& row : rows) {
      Row& mine = RowOf(key, Intern(project.names_[row.name]));
      ++mine.num_projects;
      AddCounts(row.counts, mine.counts);
    }
  }
}

void UsageTable::Finish() {
  places_.clear();
  for (auto& [key, rows] : rows_) {
    std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
      uint32_t total_a = Total(a.counts), total_b = Total(b.counts);
      return total_a != total_b ? total_a > total_b : names_[a.name] < names_[b.name];
    });
  }
  for (const auto& [key, rows] : rows_) {
    if (rows.size() <= kBigKey) continue;
    auto& places = places_[key];
    for (uint32_t i = 0; i < rows.size(); ++i) places.emplace(rows[i].name, i);
  }
}

const std::vector<UsageTable::Row>& UsageTable::Rows(uint64_t key) const {
  auto found = rows_.find(key);
  return found == rows_.end() ? kNoRows : found->second;
}

const UsageTable::Row* UsageTable::Find(uint64_t key, std::string_view name) const {
  return Find(Locate(key), IdOf(name));
}

uint32_t UsageTable::IdOf(std::string_view name) const {
  auto id = ids_.find(name);
  return id == ids_.end() ? kNoName : id->second;
}

UsageTable::Located UsageTable::Locate(uint64_t key) const {
  auto rows = rows_.find(key);
  auto places = places_.find(key);
  return {rows == rows_.end() ? nullptr : &rows->second,
          places == places_.end() ? nullptr : &places->second};
}

const UsageTable::Row* UsageTable::Find(const Located& key, uint32_t name) {
  if (key.rows == nullptr || name == kNoName) return nullptr;
  if (key.places != nullptr) {
    auto place = key.places->find(name);
    return place == key.places->end() ? nullptr : &(*key.rows)[place->second];
  }
  for (const Row& row : *key.rows) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

UseCounts UsageTable::Sum(uint64_t key) const {
  UseCounts sum{};
  for (const Row& row : Rows(key)) AddCounts(row.counts, sum);
  return sum;
}

size_t UsageTable::num_rows() const {
  size_t count = 0;
  for (const auto& [key, rows] : rows_) count += rows.size();
  return count;
}

void UsageTable::Prune(uint32_t min_projects, size_t max_rows_a_key, size_t max_rows) {
  const uint64_t any = UsageKey(KeySpace::kAny, ""), base_name = UsageKey(KeySpace::kBaseName, "");
  Finish();
  std::vector<std::tuple<uint32_t, uint64_t, uint32_t>> ranking;  // (~total, key, place)
  for (auto& [key, rows] : rows_) {
    std::erase_if(rows, [&](const Row& row) { return row.num_projects < min_projects; });
    bool whole = key == any || key == base_name;
    rows.resize(std::min(rows.size(), whole ? kMaxRowsOfOneKeySpaces : max_rows_a_key));
    for (uint32_t i = 0; i < rows.size(); ++i) ranking.emplace_back(~Total(rows[i].counts), key, i);
  }
  if (ranking.size() > max_rows) {
    std::nth_element(ranking.begin(), ranking.begin() + static_cast<ptrdiff_t>(max_rows),
                     ranking.end());
    // Rows are sorted, so a key keeps a prefix of its rows.
    std::unordered_map<uint64_t, size_t> keep;
    for (size_t i = 0; i < max_rows; ++i) ++keep[std::get<1>(ranking[i])];
    for (auto& [key, rows] : rows_) rows.resize(std::min(rows.size(), keep[key]));
  }
  std::erase_if(rows_, [](const auto& entry) { return entry.second.empty(); });
  // Forget the names of dropped rows.
  UsageTable kept;
  for (auto& [key, rows] : rows_) {
    std::vector<Row>& target = kept.rows_[key];
    for (const Row& row : rows) {
      target.push_back({kept.Intern(names_[row.name]), row.num_projects, row.counts});
    }
  }
  kept.Finish();
  *this = std::move(kept);
}

std::string UsageTable::Encode() const {
  std::vector<uint64_t> keys;
  for (const auto& [key, rows] : rows_) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  std::vector<uint32_t> order(names_.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return names_[a] < names_[b]; });
  std::vector<uint32_t> place(names_.size());
  ByteWriter writer;
  writer.Put(kTableMagic);
  writer.Put(static_cast<uint32_t>(names_.size()));
  for (uint32_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
    writer.PutText(names_[order[i]]);
  }
  writer.Put(static_cast<uint32_t>(keys.size()));
  for (uint64_t key : keys) {
    const std::vector<Row>& rows = rows_.at(key);
    writer.Put(key);
    writer.Put(static_cast<uint32_t>(rows.size()));
    for (const Row& row : rows) {
      writer.Put(place[row.name]);
      writer.Put(row.num_projects);
      PutCounts(row.counts, writer);
    }
  }
  return writer.Take();
}

Result<UsageTable> UsageTable::Decode(std::string_view bytes) {
  ByteReader reader(bytes);
  if (reader.Get<uint32_t>() != kTableMagic) return Error{"usage table: not a usage table"};
  UsageTable table;
  uint32_t num_names = reader.GetCount(4);
  for (uint32_t i = 0; i < num_names; ++i) table.Intern(reader.GetText());
  if (table.names_.size() != num_names) return Error{"usage table: a name occurs twice"};
  uint32_t num_keys = reader.GetCount(12);
  for (uint32_t i = 0; i < num_keys && reader.ok(); ++i) {
    std::vector<Row>& rows = table.rows_[reader.Get<uint64_t>()];
    rows.resize(reader.GetCount(9));
    for (Row& row : rows) {
      row.name = reader.Get<uint32_t>();
      row.num_projects = reader.Get<uint32_t>();
      row.counts = GetCounts(reader);
      if (row.name >= num_names) reader.Fail();
    }
  }
  if (!reader.ok() || !reader.at_end()) return Error{"usage table: damaged"};
  table.Finish();
  return table;
}

}  // namespace fastnode::corpus
