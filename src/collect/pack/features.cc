#include "collect/pack/features.h"

#include <algorithm>
#include <cmath>

namespace fastnode::pack {

uint8_t QuantiseLarge(uint64_t count) {
  return static_cast<uint8_t>(std::min(255.0, std::round(16.0 * LogOfLarge(count))));
}

double LogOfLarge(uint64_t count) { return std::log2(1.0 + static_cast<double>(count)); }

SmallCounts::SmallCounts() {
  for (size_t count = 0; count < kSize; ++count) {
    quantised[count] = QuantiseLarge(count);
    log[count] = LogOfLarge(count);
  }
}

const SmallCounts kSmallCounts;

uint8_t QuantiseNearness(int64_t distance) {
  return static_cast<uint8_t>(
      std::max(1, 200 - static_cast<int>(QuantiseCount(static_cast<uint64_t>(distance)))));
}

uint8_t QuantiseSomeShare(double share) {
  return static_cast<uint8_t>(std::lround(128.0 * std::clamp(share, 0.0, 1.0)));
}

}  // namespace fastnode::pack
