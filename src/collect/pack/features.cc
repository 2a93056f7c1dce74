#include "collect/pack/features.h"

#include <algorithm>
#include <cmath>

namespace fastnode::pack {
namespace {

// Nearly all counts are small.
constexpr size_t kNumSmall = 4096;

double Log2(uint64_t count) { return std::log2(1.0 + static_cast<double>(count)); }
uint8_t Quantise(uint64_t count) {
  return static_cast<uint8_t>(std::min(255.0, std::round(16.0 * Log2(count))));
}

template <typename T>
std::array<T, kNumSmall> OfSmall(T (*of)(uint64_t)) {
  std::array<T, kNumSmall> all;
  for (size_t count = 0; count < kNumSmall; ++count) all[count] = of(count);
  return all;
}

}  // namespace

uint8_t QuantiseCount(uint64_t count) {
  static const std::array<uint8_t, kNumSmall> kOfSmall = OfSmall(Quantise);
  return count < kNumSmall ? kOfSmall[count] : Quantise(count);
}

double LogOfCount(uint64_t count) {
  static const std::array<double, kNumSmall> kOfSmall = OfSmall(Log2);
  return count < kNumSmall ? kOfSmall[count] : Log2(count);
}

uint8_t QuantiseNearness(int64_t distance) {
  return static_cast<uint8_t>(
      std::max(1, 200 - static_cast<int>(QuantiseCount(static_cast<uint64_t>(distance)))));
}

uint8_t QuantiseShare(double share) {
  return static_cast<uint8_t>(std::lround(128.0 * std::clamp(share, 0.0, 1.0)));
}

}  // namespace fastnode::pack
