// Counts of one file: sorted by key and name, looked up by binary search.
#include "collect/corpus/usage.h"

#include <algorithm>
#include <utility>

#include "collect/corpus/count_bytes.h"
#include "collect/corpus/read_usage.h"
#include "support/bytes.h"
#include "support/hash.h"

namespace fastnode::corpus {

uint64_t UsageKey(KeySpace space, std::string_view text) {
  return Hash64(text, static_cast<uint64_t>(space) + 1);
}

NarrowKeys NarrowKeysOf(const UseSurroundings& around) {
  const std::string_view position = bind::Name(around.position);
  const auto key = [](Narrow narrow, std::initializer_list<std::string_view> parts) -> uint64_t {
    std::string text(1, static_cast<char>('0' + static_cast<int>(narrow)));
    for (std::string_view part : parts) {
      if (part.empty()) return 0;
      text.append(1, ' ').append(part);
    }
    return UsageKey(KeySpace::kNarrow, text);
  };
  return {key(Narrow::kPosition, {position}),
          key(Narrow::kLastInPosition, {position, around.last}),
          key(Narrow::kTypeInPosition, {position, around.type}),
          key(Narrow::kAfter, {around.previous}),
          key(Narrow::kWithin, {around.function, around.last}),
          key(Narrow::kPassed, {around.purpose.passed_to}),
          key(Narrow::kGiven, {around.purpose.given_to})};
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

std::span<const FileUsage::Row> FileUsage::Rows(uint64_t key) const {
  const auto begin = std::lower_bound(rows.begin(), rows.end(), key,
                                      [](const Row& a, uint64_t b) { return a.key < b; });
  auto end = begin;
  while (end != rows.end() && end->key == key) ++end;
  return {begin, end};
}

UseCounts FileUsage::Sum(uint64_t key) const {
  UseCounts sum{};
  for (const Row& row : Rows(key)) AddCounts(row.counts, sum);
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
  struct Taker {
    FileUsage usage;
    void BeginNames(uint32_t number) { usage.names.reserve(number); }
    void Name(std::string_view name) { usage.names.emplace_back(name); }
    void BeginRows(uint32_t number) { usage.rows.reserve(number); }
    void Row(const FileUsage::Row& row) { usage.rows.push_back(row); }
  } taker;
  if (!ReadUsage(bytes, taker)) return Error{kDamagedUsage};
  return std::move(taker.usage);
}

}  // namespace fastnode::corpus
