#include "collect/pack/features.h"

#include <algorithm>
#include <cmath>

namespace fastnode::pack {

uint8_t QuantiseCount(uint64_t count) {
  double value = 16.0 * std::log2(1.0 + static_cast<double>(count));
  return static_cast<uint8_t>(std::min(255.0, std::round(value)));
}

uint8_t QuantiseNearness(int64_t distance) {
  return static_cast<uint8_t>(
      std::max(1, 200 - static_cast<int>(QuantiseCount(static_cast<uint64_t>(distance)))));
}

uint8_t QuantiseShare(double share) {
  return static_cast<uint8_t>(std::lround(128.0 * std::clamp(share, 0.0, 1.0)));
}

}  // namespace fastnode::pack
