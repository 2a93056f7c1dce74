// MinHash (Broder 1997) with multiplicative hashing for the permutations: of each run of five
// tokens one 64-bit hash is taken, and each of the signature's values is the least of `hash * odd
// multiplier`. A band is four of these values. Names and numbers are tokens; comment lines are not.
#include "collect/corpus/sketch.h"

#include <algorithm>
#include <vector>

#include "support/hash.h"
#include "support/random.h"

namespace fastnode::corpus {
namespace {

constexpr size_t kRun = 5;
constexpr size_t kBandSize = kSketchSize / kNumBands;

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<uint8_t>(c) > 127;
}

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// Hashes of the tokens in order.
std::vector<uint64_t> TokenHashes(std::string_view text) {
  std::vector<uint64_t> hashes;
  bool line_start = true;
  for (size_t i = 0; i < text.size();) {
    if (text[i] == '\n') line_start = true;
    if (IsSpace(text[i])) {
      ++i;
      continue;
    }
    if (line_start && text[i] == '#') {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    line_start = false;
    size_t end = i + 1;
    if (IsWordByte(text[i])) {
      while (end < text.size() && IsWordByte(text[end])) ++end;
    }
    hashes.push_back(Hash64(text.substr(i, end - i)));
    i = end;
  }
  return hashes;
}

std::array<uint64_t, kSketchSize> MakeMultipliers() {
  std::array<uint64_t, kSketchSize> multipliers;
  for (size_t i = 0; i < kSketchSize; ++i) multipliers[i] = Random(1, 2, i).Next() | 1;
  return multipliers;
}

uint64_t HashWords(const void* words, size_t bytes, uint64_t seed) {
  return Hash64(std::string_view(static_cast<const char*>(words), bytes), seed);
}

}  // namespace

Sketch MakeSketch(std::string_view text) {
  static const auto kMultipliers = MakeMultipliers();
  std::vector<uint64_t> tokens = TokenHashes(text);
  Sketch sketch;
  sketch.fill(UINT32_MAX);
  const size_t run = std::min(kRun, tokens.size());
  for (size_t i = 0; run > 0 && i + run <= tokens.size(); ++i) {
    uint64_t hash = HashWords(&tokens[i], run * sizeof(uint64_t), 0);
    for (size_t j = 0; j < kSketchSize; ++j) {
      sketch[j] = std::min(sketch[j], static_cast<uint32_t>(hash * kMultipliers[j] >> 32));
    }
  }
  return sketch;
}

int Agreement(const Sketch& a, const Sketch& b) {
  int count = 0;
  for (size_t i = 0; i < kSketchSize; ++i) count += a[i] == b[i];
  return count;
}

std::array<uint64_t, kNumBands> BandsOf(const Sketch& sketch) {
  std::array<uint64_t, kNumBands> keys;
  for (size_t band = 0; band < keys.size(); ++band) {
    keys[band] = HashWords(&sketch[band * kBandSize], kBandSize * sizeof(uint32_t), band + 1);
  }
  return keys;
}

}  // namespace fastnode::corpus
