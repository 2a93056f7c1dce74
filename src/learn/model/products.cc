// Six rows of the product times 64 columns are summed in 24 registers: for each k four loads of b
// and six numbers of a serve 24 multiplications, so it is these that take the time. b, a matrix of
// some 64 x 64, stays in the first cache. products_test.cc compares with plain loops.
#include "learn/model/products.h"

#include <cblas.h>

namespace fastnode::learn {
namespace {

#define FASTNODE_WIDE __attribute__((target("avx512f"), optimize("O3")))

constexpr int64_t kLanes = 16;
constexpr int64_t kRowsAhead = 16;  // a guess that served
constexpr int kMostRows = 6, kMostVectors = 4;
typedef float Lanes __attribute__((vector_size(64), aligned(4), may_alias));
typedef int32_t Order __attribute__((vector_size(64)));

bool HasWideRegisters() {
  static const bool has = __builtin_cpu_supports("avx512f") != 0;
  return has;
}

// Null places: in order.
struct Tile {
  int64_t k;
  ProductSide a;
  const int32_t* a_rows = nullptr;
  const int32_t* a_columns = nullptr;
  const float* b;
  int64_t b_stride;
  const int32_t* b_rows = nullptr;
  float beta;
  float* c;
  int64_t c_stride;
  const int32_t* c_rows = nullptr;
};

int64_t PlaceOf(const int32_t* places, int64_t i) { return places == nullptr ? i : places[i]; }

template <int kRows, int kVectors>
FASTNODE_WIDE void MultiplyTile(const Tile& given, int64_t i, int64_t j) {
  const Tile t = given;
  const float* a[kRows];
#pragma GCC unroll 6
  for (int r = 0; r < kRows; ++r) a[r] = t.a.at + PlaceOf(t.a_rows, i + r) * t.a.rows;
  Lanes sums[kRows][kVectors] = {};
  const auto add = [&](int64_t of_a, const float* b)
      __attribute__((always_inline, target("avx512f"))) {
    Lanes row[kVectors];
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) row[v] = *reinterpret_cast<const Lanes*>(b + v * kLanes);
#pragma GCC unroll 6
    for (int r = 0; r < kRows; ++r) {
      const float factor = a[r][of_a];
#pragma GCC unroll 4
      for (int v = 0; v < kVectors; ++v) sums[r][v] += factor * row[v];
    }
  };
  if (t.a_columns == nullptr && t.b_rows == nullptr) {
    const float* b = t.b + j;
    for (int64_t p = 0, of_a = 0; p < t.k; ++p, of_a += t.a.columns, b += t.b_stride) add(of_a, b);
  } else {
    // The processor does not foresee where the next rows stand. The first tile brings them near.
    const int64_t foreseen = i == 0 && j == 0 ? t.k - kRowsAhead : 0;
    for (int64_t p = 0; p < t.k; ++p) {
      if (p < foreseen) {
        const float* a_ahead = t.a.at + PlaceOf(t.a_columns, p + kRowsAhead) * t.a.columns;
        const float* b_ahead = t.b + PlaceOf(t.b_rows, p + kRowsAhead) * t.b_stride;
#pragma GCC unroll 4
        for (int64_t line = 0; line < kMostVectors * kLanes; line += kLanes) {
          __builtin_prefetch(a_ahead + line);
          __builtin_prefetch(b_ahead + line);
        }
      }
      add(PlaceOf(t.a_columns, p) * t.a.columns, t.b + PlaceOf(t.b_rows, p) * t.b_stride + j);
    }
  }
#pragma GCC unroll 6
  for (int r = 0; r < kRows; ++r) {
    float* row = t.c + PlaceOf(t.c_rows, i + r) * t.c_stride + j;
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) {
      Lanes* to = reinterpret_cast<Lanes*>(row + v * kLanes);
      *to = t.beta == 0 ? sums[r][v] : sums[r][v] + t.beta * *to;
    }
  }
}

template <int kRows>
void MultiplyRows(const Tile& tile, int64_t i, int64_t n) {
  int64_t j = 0;
  for (; j + kMostVectors * kLanes <= n; j += kMostVectors * kLanes) {
    MultiplyTile<kRows, kMostVectors>(tile, i, j);
  }
  if (n - j >= 2 * kLanes) MultiplyTile<kRows, 2>(tile, i, j), j += 2 * kLanes;
  if (n - j >= kLanes) MultiplyTile<kRows, 1>(tile, i, j);
}

void MultiplyTiles(const Tile& tile, int64_t m, int64_t n) {
  int64_t i = 0;
  for (; i + kMostRows <= m; i += kMostRows) MultiplyRows<kMostRows>(tile, i, n);
  switch (m - i) {
    case 5:
      return MultiplyRows<5>(tile, i, n);
    case 4:
      return MultiplyRows<4>(tile, i, n);
    case 3:
      return MultiplyRows<3>(tile, i, n);
    case 2:
      return MultiplyRows<2>(tile, i, n);
    case 1:
      return MultiplyRows<1>(tile, i, n);
    default:
      return;
  }
}

// 16 x 16 numbers: blocks of 8, 4, 2 and 1 change sides.
FASTNODE_WIDE void TransposeBlock(const float* from, int64_t from_stride, float* to,
                                  int64_t to_stride) {
  Lanes rows[kLanes];
#pragma GCC unroll 16
  for (int i = 0; i < kLanes; ++i)
    rows[i] = *reinterpret_cast<const Lanes*>(from + i * from_stride);
#pragma GCC unroll 4
  for (int side = 8; side > 0; side /= 2) {
    Order upper, lower;
#pragma GCC unroll 16
    for (int l = 0; l < kLanes; ++l) {
      upper[l] = (l & side) != 0 ? 16 + l - side : l;
      lower[l] = (l & side) != 0 ? 16 + l : l + side;
    }
#pragma GCC unroll 16
    for (int i = 0; i < kLanes; ++i) {
      if ((i & side) != 0) continue;
      const Lanes a = rows[i], b = rows[i + side];
      rows[i] = __builtin_shuffle(a, b, upper);
      rows[i + side] = __builtin_shuffle(a, b, lower);
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < kLanes; ++i) *reinterpret_cast<Lanes*>(to + i * to_stride) = rows[i];
}

}  // namespace

bool CanMultiplyInPlace(int64_t n) { return n % kLanes == 0 && HasWideRegisters(); }

void MultiplyInPlace(int64_t m, int64_t n, int64_t k, const ProductSide& a, const float* b,
                     int64_t b_stride, float beta, float* c, int64_t c_stride) {
  if (!CanMultiplyInPlace(n)) {
    const bool turned = a.columns != 1;
    const auto whole = [](int64_t value) { return static_cast<int>(value); };
    cblas_sgemm(CblasRowMajor, turned ? CblasTrans : CblasNoTrans, CblasNoTrans, whole(m), whole(n),
                whole(k), 1, a.at, whole(turned ? a.columns : a.rows), b, whole(b_stride), beta, c,
                whole(c_stride));
    return;
  }
  MultiplyTiles(
      {.k = k, .a = a, .b = b, .b_stride = b_stride, .beta = beta, .c = c, .c_stride = c_stride}, m,
      n);
}

void MultiplyPlacedRows(int64_t m, int64_t n, int64_t k, const PlacedRows& a, const float* b,
                        float beta, float* c, const int32_t* c_places) {
  MultiplyTiles({.k = k,
                 .a = {a.at, k, 1},
                 .a_rows = a.places,
                 .b = b,
                 .b_stride = n,
                 .beta = beta,
                 .c = c,
                 .c_stride = n,
                 .c_rows = c_places},
                m, n);
}

void SumPlacedProducts(int64_t m, int64_t n, int64_t count, const PlacedRows& a, int64_t a_stride,
                       const PlacedRows& b, float* c) {
  MultiplyTiles({.k = count,
                 .a = {a.at, 1, a_stride},
                 .a_columns = a.places,
                 .b = b.at,
                 .b_stride = n,
                 .b_rows = b.places,
                 .beta = 0,
                 .c = c,
                 .c_stride = n},
                m, n);
}

void TransposeMatrix(const float* from, int64_t from_stride, int64_t rows, int64_t columns,
                     float* to, int64_t to_stride) {
  const bool wide = HasWideRegisters();
  const int64_t whole_rows = wide ? rows / kLanes * kLanes : 0;
  const int64_t whole_columns = wide ? columns / kLanes * kLanes : 0;
  for (int64_t i = 0; i < whole_rows; i += kLanes) {
    for (int64_t j = 0; j < whole_columns; j += kLanes) {
      TransposeBlock(from + i * from_stride + j, from_stride, to + j * to_stride + i, to_stride);
    }
  }
  for (int64_t i = 0; i < rows; ++i) {
    for (int64_t j = i < whole_rows ? whole_columns : 0; j < columns; ++j) {
      to[j * to_stride + i] = from[i * from_stride + j];
    }
  }
}

}  // namespace fastnode::learn
