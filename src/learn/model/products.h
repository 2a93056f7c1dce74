// Products of matrices by small ones, such as the network and its optimiser are made of. A BLAS
// copies both matrices into an order of its own first, which for these takes a fifth of its time.
// With AVX-512 they are read where they stand; other processors ask the BLAS.
#pragma once

#include <cstdint>

namespace fastnode::learn {

// An element stands at at[row * rows + column * columns].
struct ProductSide {
  const float* at;
  int64_t rows, columns;
};

// Whether MultiplyInPlace makes products with n columns itself.
bool CanMultiplyInPlace(int64_t n);

// c = a b + beta c: c is [m, n] with rows `c_stride` apart, and so is b [k, n] with rows `b_stride`
// apart. Each element is summed in the order of k, whatever m is. One thread.
void MultiplyInPlace(int64_t m, int64_t n, int64_t k, const ProductSide& a, const float* b,
                     int64_t b_stride, float beta, float* c, int64_t c_stride);

// to[j * to_stride + i] = from[i * from_stride + j], for i < rows and j < columns.
void TransposeMatrix(const float* from, int64_t from_stride, int64_t rows, int64_t columns,
                     float* to, int64_t to_stride);

}  // namespace fastnode::learn
