// How alike texts are, without the texts: MinHash signatures over runs of five tokens (Broder
// 1997). near_duplicates.h looks those up that agree in a band (locality-sensitive hashing).
// Guarantee: none; two texts of resemblance 0.85 meet in a band with probability above 0.9999.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace fastnode::corpus {

inline constexpr size_t kSketchSize = 64;
using Sketch = std::array<uint32_t, kSketchSize>;

// Comment lines do not count, because a licence would make unrelated files alike.
Sketch MakeSketch(std::string_view text);

// In how many of the kSketchSize values two signatures agree: an estimate of the texts'
// resemblance.
int Agreement(const Sketch& a, const Sketch& b);

// With at least this agreement a text is a near-duplicate.
inline constexpr int kNearDuplicate = 55;

// A hash of each band of a signature: only texts that agree in a whole band are compared.
inline constexpr size_t kNumBands = 16;
std::array<uint64_t, kNumBands> BandsOf(const Sketch& sketch);

}  // namespace fastnode::corpus
