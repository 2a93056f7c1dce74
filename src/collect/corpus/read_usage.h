// Reads a usage record (docs/formats/usage.md) piece by piece.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "collect/corpus/count_bytes.h"
#include "collect/corpus/usage.h"
#include "support/bytes.h"

namespace fastnode::corpus {

inline constexpr uint32_t kUsageMagic = 0x31554E46;  // "FNU1"
inline constexpr char kDamagedUsage[] = "usage: damaged record";

// Calls begin_names(their number), name(text) of each in order, begin_rows(their number) and
// row(FileUsage::Row) of each in order. Returns whether the record is whole: what was called before
// it was known not to be is of a damaged one.
template <typename Visitor>
bool ReadUsage(std::string_view bytes, Visitor&& visitor) {
  ByteReader reader(bytes);
  if (reader.Get<uint32_t>() != kUsageMagic) return false;
  const uint32_t num_names = reader.GetCount(4);
  visitor.BeginNames(num_names);
  for (uint32_t i = 0; i < num_names && reader.ok(); ++i) visitor.Name(reader.GetText());
  constexpr size_t kKeyAndName = 12;
  const uint32_t num_rows = reader.GetCount(kKeyAndName + 1);
  visitor.BeginRows(num_rows);
  for (uint32_t i = 0; i < num_rows; ++i) {
    FileUsage::Row row;
    const std::string_view key_and_name = reader.GetBytes(kKeyAndName);
    if (!reader.ok()) return false;
    std::memcpy(&row.key, key_and_name.data(), sizeof row.key);
    std::memcpy(&row.name, key_and_name.data() + sizeof row.key, sizeof row.name);
    row.counts = GetCounts(reader);
    if (!reader.ok() || row.name >= num_names) return false;
    visitor.Row(row);
  }
  return reader.ok() && reader.at_end();
}

}  // namespace fastnode::corpus
