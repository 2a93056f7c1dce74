#include "support/hash.h"

#include <charconv>

#include <openssl/evp.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdio>

#include "support/check.h"

namespace fastnode {

uint64_t Hash64(std::string_view bytes, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::string ContentId::Hex() const {
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(high),
                static_cast<unsigned long long>(low));
  return text;
}

std::optional<ContentId> ContentId::FromHex(std::string_view digits) {
  ContentId id;
  if (digits.size() != 32) return std::nullopt;
  for (uint64_t* word : {&id.high, &id.low}) {
    const char* end = digits.data() + 16;
    auto parsed = std::from_chars(digits.data(), end, *word, 16);
    if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
    digits.remove_prefix(16);
  }
  return id;
}

ContentId HashContent(std::string_view bytes) {
  XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

ContentId HashPieces(std::initializer_list<std::string_view> pieces) {
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  for (std::string_view piece : pieces) XXH3_128bits_update(&state, piece.data(), piece.size());
  XXH128_hash_t hash = XXH3_128bits_digest(&state);
  return {hash.high64, hash.low64};
}

std::string Sha256Hex(std::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  CHECK(EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr) == 1);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    char pair[3];
    std::snprintf(pair, sizeof pair, "%02x", digest[i]);
    hex += pair;
  }
  return hex;
}

}  // namespace fastnode
