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

// Rows of a matrix that are taken from where they stand: row i is row places[i] of `at`. Null: they
// follow each other.
struct PlacedRows {
  const float* at;
  const int32_t* places;
};

// c[c_places[i]] = a_i b + beta c[c_places[i]] for rows i of m; rows of a, b and c are k, n and n
// wide, and n is such as CanMultiplyInPlace likes. Where two rows of c are the same one, they are
// added up in order, if beta is 1. One thread.
void MultiplyPlacedRows(int64_t m, int64_t n, int64_t k, const PlacedRows& a, const float* b,
                        float beta, float* c, const int32_t* c_places);

// c = the sum of a_i^T b_i over rows i of `count`: c is [m, n], and what is read of rows of a and b
// is m and n wide, of which rows of a stand `a_stride` apart. One thread.
void SumPlacedProducts(int64_t m, int64_t n, int64_t count, const PlacedRows& a, int64_t a_stride,
                       const PlacedRows& b, float* c);

// to[j * to_stride + i] = from[i * from_stride + j], for i < rows and j < columns.
void TransposeMatrix(const float* from, int64_t from_stride, int64_t rows, int64_t columns,
                     float* to, int64_t to_stride);

}  // namespace fastnode::learn
