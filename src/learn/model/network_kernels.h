// What the fused operations of the network share. Each is a torch::autograd::Function whose
// gradient is written by hand. On the CPU its kernels are parallel over rows, and each row is
// written by one thread alone, so the result does not depend on the number of threads. On other
// devices the network uses torch's own operations, which tests compare with these.
#pragma once

#include <cblas.h>

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "learn/model/network_torch.h"
#include "learn/model/products.h"

// A kernel is compiled for several instruction sets, and one is chosen for the processor when the
// program starts. Sums are taken in the order that suits its vectors.
#define FASTNODE_SUMS_IN_ANY_ORDER \
  optimize("O3", "associative-math", "no-signed-zeros", "no-trapping-math")
#define FASTNODE_VECTORISED \
  __attribute__((FASTNODE_SUMS_IN_ANY_ORDER, target_clones("avx512f", "avx2,fma", "default")))
// A part of such a kernel.
#define FASTNODE_IN_VECTORISED __attribute__((always_inline, FASTNODE_SUMS_IN_ANY_ORDER)) inline

// Of kernels that make each value by itself, and share values among threads wherever it suits them:
// a value is the same bits in the middle of a vector and in what is left at its end.
#define FASTNODE_VECTORISED_EXACTLY                                     \
  __attribute__((optimize("O3", "no-trapping-math", "fp-contract=off"), \
                 target_clones("avx512f", "avx2,fma", "default")))

namespace fastnode::learn {

inline constexpr int64_t kGrainRows = 256;          // fewer are not worth another thread
inline constexpr int64_t kGrainProducts = 1 << 20;  // nor are so many multiplications

enum class Shape : uint8_t { kAsIs, kTransposed };

// c = a b + beta c, matrices in row-major order: c is [m, n], a [m, k] and b [k, n], or transposed.
inline void Multiply(Shape of_a, Shape of_b, int64_t m, int64_t n, int64_t k, const float* a,
                     const float* b, float beta, float* c) {
  if (m == 0 || n == 0) return;
  const bool ta = of_a == Shape::kTransposed, tb = of_b == Shape::kTransposed;
  if (CanMultiplyInPlace(n)) {
    std::vector<float> turned(static_cast<size_t>(tb ? n * k : 0));
    if (tb) TransposeMatrix(b, k, n, k, turned.data(), n);
    const float* rows = tb ? turned.data() : b;
    const int64_t grain = std::max<int64_t>(1, kGrainProducts / (n * std::max<int64_t>(1, k)));
    at::parallel_for(0, m, grain, [&](int64_t first, int64_t last) {
      const ProductSide side{ta ? a + first : a + first * k, ta ? 1 : k, ta ? m : 1};
      MultiplyInPlace(last - first, n, k, side, rows, n, beta, c + first * n, n);
    });
    return;
  }
  cblas_sgemm(CblasRowMajor, ta ? CblasTrans : CblasNoTrans, tb ? CblasTrans : CblasNoTrans,
              static_cast<int>(m), static_cast<int>(n), static_cast<int>(k), 1, a,
              static_cast<int>(ta ? m : k), b, static_cast<int>(tb ? k : n), beta, c,
              static_cast<int>(n));
}
inline void Multiply(Shape of_a, Shape of_b, int64_t m, int64_t n, int64_t k, const double* a,
                     const double* b, double beta, double* c) {
  if (m == 0 || n == 0) return;
  const bool ta = of_a == Shape::kTransposed, tb = of_b == Shape::kTransposed;
  cblas_dgemm(CblasRowMajor, ta ? CblasTrans : CblasNoTrans, tb ? CblasTrans : CblasNoTrans,
              static_cast<int>(m), static_cast<int>(n), static_cast<int>(k), 1, a,
              static_cast<int>(ta ? m : k), b, static_cast<int>(tb ? k : n), beta, c,
              static_cast<int>(n));
}

// Calls visit(width), with a constant for the width that states and rankers have by default: loops
// over a row are then a few vectors without a loop.
template <int64_t kUsual = 64, typename Visit>
void WithWidth(int64_t width, const Visit& visit) {
  if (width == kUsual) {
    visit(std::integral_constant<int64_t, kUsual>{});
  } else {
    visit(width);
  }
}

// The places of rows: row i is row places[i]. Null: in order.
template <typename T>
void GatherRows(const T* x, const int32_t* places, int64_t first, int64_t last, int64_t width,
                T* out) {
  for (int64_t i = first; i < last; ++i) {
    const int64_t place = places == nullptr ? i : places[i];
    std::copy_n(x + place * width, width, out + (i - first) * width);
  }
}

// c[c_places[i]] = a[a_places[i]] b + beta c[c_places[i]] for `count` rows; b is [k, n]. No place
// of c occurs twice; beta is 0 or 1.
template <typename T>
void MultiplyPlacedRows(int64_t count, int64_t n, int64_t k, const T* a, const int32_t* a_places,
                        const T* b, T beta, T* c, const int32_t* c_places) {
  if (count == 0) return;
  if constexpr (std::is_same_v<T, float>) {
    if (CanMultiplyInPlace(n)) {
      const int64_t grain = std::max<int64_t>(1, kGrainProducts / (n * std::max<int64_t>(1, k)));
      const auto from = [](const int32_t* places, int64_t first) {
        return places == nullptr ? nullptr : places + first;
      };
      at::parallel_for(0, count, grain, [&](int64_t first, int64_t last) {
        MultiplyPlacedRows(last - first, n, k,
                           {a_places == nullptr ? a + first * k : a, from(a_places, first)}, b,
                           beta, c_places == nullptr ? c + first * n : c, from(c_places, first));
      });
      return;
    }
  }
  std::vector<T> rows(static_cast<size_t>(count * k)), products(static_cast<size_t>(count * n));
  GatherRows(a, a_places, 0, count, k, rows.data());
  Multiply(Shape::kAsIs, Shape::kAsIs, count, n, k, rows.data(), b, T(0), products.data());
  for (int64_t i = 0; i < count; ++i) {
    T* to = c + (c_places == nullptr ? i : c_places[i]) * n;
    for (int64_t d = 0; d < n; ++d) {
      to[d] = products[static_cast<size_t>(i * n + d)] + (beta == 0 ? T(0) : to[d]);
    }
  }
}

// c = the sum of a[a_places[i]]^T b[b_places[i]] over `count` rows: [m, n].
template <typename T>
void SumPlacedProducts(int64_t m, int64_t n, int64_t count, const T* a, const int32_t* a_places,
                       const T* b, const int32_t* b_places, T* c) {
  if (count == 0) {
    std::fill_n(c, m * n, T(0));
    return;
  }
  if constexpr (std::is_same_v<T, float>) {
    if (CanMultiplyInPlace(n)) {
      const int64_t grain = std::max<int64_t>(1, kGrainProducts / (n * count));
      at::parallel_for(0, m, grain, [&](int64_t first, int64_t last) {
        SumPlacedProducts(last - first, n, count, {a + first, a_places}, m, {b, b_places},
                          c + first * n);
      });
      return;
    }
  }
  std::vector<T> rows(static_cast<size_t>(count * m)), others(static_cast<size_t>(count * n));
  GatherRows(a, a_places, 0, count, m, rows.data());
  GatherRows(b, b_places, 0, count, n, others.data());
  Multiply(Shape::kTransposed, Shape::kAsIs, m, n, count, rows.data(), others.data(), T(0), c);
}

// [columns, rows] of a matrix [rows, columns].
template <typename T>
std::vector<T> TurnedOver(int64_t rows, int64_t columns, const T* matrix) {
  std::vector<T> turned(static_cast<size_t>(rows * columns));
  if constexpr (std::is_same_v<T, float>) {
    TransposeMatrix(matrix, columns, rows, columns, turned.data(), rows);
  } else {
    for (int64_t i = 0; i < rows; ++i) {
      for (int64_t j = 0; j < columns; ++j) {
        turned[static_cast<size_t>(j * rows + i)] = matrix[i * columns + j];
      }
    }
  }
  return turned;
}

// Sums of `width` values over rows: `add(first, last, sum)` adds those of rows [first, last).
// Blocks of rows are summed apart and then in their order, whatever the number of threads.
template <typename T, typename Add>
void SumOverRows(int64_t rows, int64_t width, T* out, const Add& add) {
  constexpr int64_t kBlock = 512;
  const int64_t blocks = (rows + kBlock - 1) / kBlock;
  std::vector<T> sums(static_cast<size_t>(blocks * width), T(0));
  at::parallel_for(0, blocks, 1, [&](int64_t first, int64_t last) {
    for (int64_t b = first; b < last; ++b) {
      add(b * kBlock, std::min(rows, (b + 1) * kBlock), sums.data() + b * width);
    }
  });
  std::fill_n(out, width, T(0));
  for (int64_t b = 0; b < blocks; ++b) {
    for (int64_t d = 0; d < width; ++d) out[d] += sums[static_cast<size_t>(b * width + d)];
  }
}

}  // namespace fastnode::learn
