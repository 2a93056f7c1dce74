// The beginning of a name as a number, for who puts names in order: most need not be looked at
// then.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace fastnode {

// The first eight bytes as a number that orders as they do; after a shorter name come zeros. Names
// of the same number may still differ: behind these bytes, or by bytes of 0 at their end.
inline uint64_t FirstLetters(std::string_view name) {
  static_assert(std::endian::native == std::endian::little);
  uint64_t letters = 0;
  std::memcpy(&letters, name.data(), std::min(name.size(), sizeof letters));
  return __builtin_bswap64(letters);
}

}  // namespace fastnode
