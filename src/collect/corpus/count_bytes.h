// A row's counts as bytes (docs/formats/usage.md). Most of them are zero or small: a byte says
// which are there and how wide they are.
#pragma once

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
  uint8_t mask = reader.Get<uint8_t>();
  for (size_t i = 0; i < counts.size(); ++i) {
    if (mask >> i & 16)
      counts[i] = reader.Get<uint32_t>();
    else if (mask >> i & 1)
      counts[i] = reader.Get<uint8_t>();
  }
  return counts;
}

}  // namespace fastnode::corpus
