// Near-duplicates of a text in time linear in the corpus: MinHash signatures over runs of five
// tokens (Broder 1997), and an index of kept signatures by bands (locality-sensitive hashing).
// Guarantee: none; two texts of resemblance 0.85 meet in a band with probability above 0.9999.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

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

// Thread-compatible.
class SketchIndex {
 public:
  // True if a near-duplicate was added before; otherwise adds `sketch`.
  bool IsNearDuplicateOrAdd(const Sketch& sketch);

 private:
  std::vector<Sketch> kept_;
  std::unordered_map<uint64_t, std::vector<uint32_t>> buckets_;  // hash of a band -> kept_
};

}  // namespace fastnode::corpus
