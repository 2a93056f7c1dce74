// Content ids and checksums: XXH3 (xxHash) for ids, SHA-256 (OpenSSL) for what leaves the machine.
#pragma once

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace fastnode {

// 64-bit XXH3 of the bytes; `seed` separates key spaces.
uint64_t Hash64(std::string_view bytes, uint64_t seed = 0);

// 128-bit XXH3 of a source's bytes: its content id.
struct ContentId {
  uint64_t high = 0;
  uint64_t low = 0;
  auto operator<=>(const ContentId&) const = default;

  std::string Hex() const;  // 32 lower-case digits, high word first
  static std::optional<ContentId> FromHex(std::string_view digits);
};
ContentId HashContent(std::string_view bytes);
// Of the pieces, one after the other.
ContentId HashPieces(std::initializer_list<std::string_view> pieces);

// 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

}  // namespace fastnode
