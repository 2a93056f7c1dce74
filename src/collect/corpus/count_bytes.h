// A row's counts as bytes (docs/formats/usage.md). Most of them are zero or small: a byte says
// which are there and how wide they are.
#pragma once

#include <array>
#include <bit>
#include <string_view>

#include "collect/corpus/usage.h"
#include "support/bytes.h"

namespace fastnode::corpus {

inline void PutCounts(const UseCounts& counts, ByteWriter& writer) {
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

inline UseCounts GetCounts(ByteReader& reader) {
  UseCounts counts{};
  const auto mask = reader.Get<uint8_t>();
  if (mask < 16) {  // nearly always, and mostly of one count
    if ((mask & (mask - 1)) == 0 && mask != 0) {
      counts[static_cast<size_t>(std::countr_zero(mask))] = reader.Get<uint8_t>();
      return counts;
    }
    constexpr std::array<uint8_t, 16> kBytes = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4};
    const std::string_view bytes = reader.GetBytes(kBytes[mask]);
    if (!reader.ok()) return counts;
    size_t at = 0;
    for (size_t i = 0; i < counts.size(); ++i) {
      if (mask >> i & 1) counts[i] = static_cast<uint8_t>(bytes[at++]);
    }
    return counts;
  }
  for (size_t i = 0; i < counts.size(); ++i) {
    if (mask >> i & 16)
      counts[i] = reader.Get<uint32_t>();
    else if (mask >> i & 1)
      counts[i] = reader.Get<uint8_t>();
  }
  return counts;
}

}  // namespace fastnode::corpus
