// Nearly all rows have small counts, and fit into 64 bits; the others stand beside them. Most keys
// have few rows, and a row is found among them by looking at each; only a big key gets a hash of
// its own. Keys are hashes themselves, so that their first bits say where among the sorted keys one
// stands (interpolation, in whole buckets).
#include "collect/corpus/usage_table.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "collect/corpus/count_bytes.h"
#include "support/bytes.h"

namespace fastnode::corpus {
namespace {

constexpr size_t kBigKey = 24;  // rows; a guess: three times as many fit in as many cache lines
constexpr size_t kKeysABucket = 4;
constexpr uint32_t kTableMagic = 0x31544E46;  // "FNT1"

size_t PlacesOf(size_t num_rows) { return std::bit_ceil(2 * num_rows); }
}  // namespace

void UsageTable::Index() {
  packed_.shrink_to_fit();
  wide_.shrink_to_fit();
  keys_.shrink_to_fit();
  const size_t num_buckets = std::bit_ceil(keys_.size() / kKeysABucket + 2);
  bucket_shift_ = 64 - std::countr_zero(num_buckets);
  bucket_begin_.assign(num_buckets + 1, 0);
  for (const Key& key : keys_) ++bucket_begin_[(key.key >> bucket_shift_) + 1];
  for (size_t i = 0; i < num_buckets; ++i) bucket_begin_[i + 1] += bucket_begin_[i];
  for (size_t i = 0; i < keys_.size(); ++i) {
    const RowList rows = RowsAt(i);
    if (rows.size() <= kBigKey) continue;
    keys_[i].big = static_cast<uint32_t>(big_.size());
    const size_t begin = places_.size(), mask = PlacesOf(rows.size()) - 1;
    places_.resize(begin + mask + 1, kNoRow);
    Big& big = big_.emplace_back(Big{{}, static_cast<uint32_t>(begin)});
    for (uint32_t row = 0; row < rows.size(); ++row) {
      AddCounts(rows[row].counts, big.sum);
      size_t at = PlaceOf(rows.name(row)) & mask;
      while (places_[begin + at] != kNoRow) at = (at + 1) & mask;
      places_[begin + at] = row;
    }
  }
  places_.shrink_to_fit();
  big_.shrink_to_fit();
}

UsageTable::Located UsageTable::Locate(uint64_t key) const {
  if (keys_.empty()) return {};
  const size_t bucket = key >> bucket_shift_;
  const uint32_t end = bucket_begin_[bucket + 1];
  for (uint32_t i = bucket_begin_[bucket]; i < end; ++i) {
    if (keys_[i].key < key) continue;
    if (keys_[i].key > key) break;
    Located located;
    located.rows = RowsAt(i);
    if (keys_[i].big != kNoBig) {
      located.places = places_.data() + big_[keys_[i].big].places;
      located.mask = PlacesOf(located.rows.size()) - 1;
      located.sum = &big_[keys_[i].big].sum;
    } else {
      for (size_t row = 0; row < located.rows.size(); ++row) {
        located.filter |= BitOf(located.rows.name(row));
      }
    }
    return located;
  }
  return {};
}

uint32_t UsageTable::Search(const Located& key, uint32_t name) {
  if (key.places == nullptr) {
    for (uint32_t row = 0; row < key.rows.size(); ++row) {
      if (key.rows.name(row) == name) return row;
    }
    return kNoRow;
  }
  size_t at = PlaceOf(name) & key.mask;
  while (key.places[at] != kNoRow && key.rows.name(key.places[at]) != name) {
    at = (at + 1) & key.mask;
  }
  return key.places[at];
}

UseCounts UsageTable::Sum(const Located& key) {
  if (key.sum != nullptr) return *key.sum;
  UseCounts sum{};
  for (const Row& row : key.rows) AddCounts(row.counts, sum);
  return sum;
}

size_t UsageTable::bytes() const {
  return names_.bytes() + keys_.capacity() * sizeof(Key) + packed_.capacity() * sizeof(uint64_t) +
         wide_.capacity() * sizeof(Row) + big_.capacity() * sizeof(Big) +
         (places_.capacity() + bucket_begin_.capacity()) * sizeof(uint32_t);
}

std::string UsageTable::Encode() const {
  ByteWriter writer;
  writer.Put(kTableMagic);
  writer.Put(names_.size());
  for (uint32_t id = 0; id < names_.size(); ++id) writer.PutText(names_[id]);
  writer.Put(static_cast<uint32_t>(keys_.size()));
  for (size_t i = 0; i < keys_.size(); ++i) {
    writer.Put(keys_[i].key);
    writer.Put(static_cast<uint32_t>(RowsAt(i).size()));
    for (const Row& row : RowsAt(i)) {
      writer.Put(row.name);
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
  const uint32_t num_names = reader.GetCount(4);
  table.names_.Reserve(num_names, 0);
  std::string_view last;
  for (uint32_t i = 0; i < num_names && reader.ok(); ++i) {
    const std::string_view name = reader.GetText();
    if (i > 0 && name <= last) reader.Fail();
    table.names_.Add(name);
    last = name;
  }
  const uint32_t num_keys = reader.GetCount(12);
  table.keys_.reserve(num_keys);
  for (uint32_t i = 0; i < num_keys && reader.ok(); ++i) {
    const uint64_t key = reader.Get<uint64_t>();
    if (i > 0 && key <= table.keys_.back().key) reader.Fail();
    table.StartKey(key);
    const uint32_t num_rows = reader.GetCount(9);
    Row before;
    for (uint32_t j = 0; j < num_rows && reader.ok(); ++j) {
      const Row row{reader.Get<uint32_t>(), reader.Get<uint32_t>(), GetCounts(reader)};
      if (row.name >= num_names || (j > 0 && !Before(before, row))) reader.Fail();
      table.AddRow(row);
      before = row;
    }
  }
  if (!reader.ok() || !reader.at_end()) return Error{"usage table: damaged"};
  table.Index();
  return table;
}

std::vector<uint32_t> NamesIn(const UsageTable& table, const UsageTable& other) {
  std::vector<uint32_t> numbers(table.names().size(), kNoName);
  uint32_t at = 0;
  for (uint32_t name = 0; name < numbers.size(); ++name) {
    const std::string_view text = table.Name(name);
    while (at < other.names().size() && other.Name(at) < text) ++at;
    if (at == other.names().size()) break;
    if (other.Name(at) == text) numbers[name] = at;
  }
  return numbers;
}

}  // namespace fastnode::corpus
