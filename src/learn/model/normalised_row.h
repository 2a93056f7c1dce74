// The normalisation of a row, as part of the kernels that make the row: it is still in the cache.
// Layer normalisation: Ba, Kiros, Hinton 2016 (https://arxiv.org/abs/1607.06450).
#pragma once

#include <cmath>
#include <cstdint>

#include "learn/model/network_kernels.h"
#include "learn/model/parameters.h"

namespace fastnode::learn {

// `z` [width] becomes normalised, and `out` is that scaled and shifted. Returns what it was
// multiplied by: 1 / its standard deviation.
template <typename T>
FASTNODE_IN_VECTORISED T NormaliseRow(int64_t width, const T* __restrict scale,
                                      const T* __restrict shift, T* __restrict z,
                                      T* __restrict out) {
  T mean = 0, square = 0;
  for (int64_t d = 0; d < width; ++d) mean += z[d];
  mean /= static_cast<T>(width);
  for (int64_t d = 0; d < width; ++d) {
    z[d] -= mean;
    square += z[d] * z[d];
  }
  const T deviation = 1 / std::sqrt(square / static_cast<T>(width) + static_cast<T>(kNormEpsilon));
  for (int64_t d = 0; d < width; ++d) {
    z[d] *= deviation;
    out[d] = z[d] * scale[d] + shift[d];
  }
  return deviation;
}

// The gradient of a row before it was normalised, from that of `out`. Adds those of scale and
// shift.
template <typename T>
FASTNODE_IN_VECTORISED void OfNormalisedRow(int64_t width, const T* __restrict gradient,
                                            const T* __restrict normalised, T deviation,
                                            const T* __restrict scale, T* __restrict of_scale,
                                            T* __restrict of_shift, T* __restrict of_row) {
  T mean = 0, along = 0;
  for (int64_t d = 0; d < width; ++d) {
    const T g = gradient[d] * scale[d];
    mean += g;
    along += g * normalised[d];
    of_scale[d] += gradient[d] * normalised[d];
    of_shift[d] += gradient[d];
  }
  mean /= static_cast<T>(width);
  along /= static_cast<T>(width);
  for (int64_t d = 0; d < width; ++d) {
    of_row[d] = deviation * (gradient[d] * scale[d] - mean - normalised[d] * along);
  }
}

}  // namespace fastnode::learn
