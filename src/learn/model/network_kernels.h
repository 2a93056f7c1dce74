// What the fused operations of the network share. Each is a torch::autograd::Function whose
// gradient is written by hand. On the CPU its kernels are parallel over rows, and each row is
// written by one thread alone, so the result does not depend on the number of threads. On other
// devices the network uses torch's own operations, which tests compare with these.
#pragma once

#include <cblas.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "learn/model/network_torch.h"
#include "learn/model/products.h"

// A kernel is compiled for several instruction sets, and one is chosen for the processor when the
// program starts. Sums are taken in the order that suits its vectors.
#define FASTNODE_VECTORISED                                                                 \
  __attribute__((optimize("O3", "associative-math", "no-signed-zeros", "no-trapping-math"), \
                 target_clones("avx512f", "avx2,fma", "default")))

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
