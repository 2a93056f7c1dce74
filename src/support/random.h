// Random(seed, stream, k): a generator whose every draw is a pure function of three numbers and
// of how many draws came before it in this object. Draw k of a stream needs no draws before it.
//
// SplitMix64 over a mixed starting state (Steele, Lea, Flood: Fast splittable pseudorandom number
// generators, OOPSLA 2014). Thread-compatible.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "support/check.h"

namespace fastnode {

class Random {
 public:
  Random(uint64_t seed, uint64_t stream, uint64_t k) : state_(Mix(Mix(Mix(seed) + stream) + k)) {}

  uint64_t Next() {
    state_ += kGolden;
    return Mix(state_);
  }

  // Uniform in [0, bound). Without modulo bias worth speaking of: 128-bit multiply-shift.
  uint64_t Below(uint64_t bound) {
    CHECK(bound > 0);
    return static_cast<uint64_t>((static_cast<unsigned __int128>(Next()) * bound) >> 64);
  }

  // Uniform in [0, 1), 53 bits.
  double Uniform() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }

  // Fisher-Yates.
  template <typename T>
  void Shuffle(std::vector<T>& items) {
    for (size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[Below(i)]);
  }

 private:
  static constexpr uint64_t kGolden = 0x9E3779B97F4A7C15ull;
  static uint64_t Mix(uint64_t z) {
    z += kGolden;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }

  uint64_t state_;
};

}  // namespace fastnode
