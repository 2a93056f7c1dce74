// Sums of G G^T and G^T G are symmetric: what stands left of the diagonal is computed, in blocks,
// and turned over.
#include "learn/train/soap_matrix.h"

#include <algorithm>
#include <cmath>

#include "learn/model/network_kernels.h"
#include "learn/model/products.h"

namespace fastnode::learn {
namespace {

constexpr int64_t kSquareBlock = 16;

int64_t RoundUp(int64_t value) { return (value + kSquareBlock - 1) / kSquareBlock * kSquareBlock; }

float* Room(std::vector<float>& numbers, int64_t size) {
  if (numbers.size() < static_cast<size_t>(size)) numbers.resize(static_cast<size_t>(size));
  return numbers.data();
}

FASTNODE_VECTORISED void Scale(const float* __restrict from, float factor, int64_t size,
                               float* __restrict to) {
  for (int64_t i = 0; i < size; ++i) to[i] = factor * from[i];
}

// Moves sums towards values.
FASTNODE_VECTORISED void MoveSums(float decay, const float* __restrict values, int64_t size,
                                  float* __restrict sums) {
  for (int64_t i = 0; i < size; ++i) sums[i] = decay * sums[i] + (1 - decay) * values[i];
}

// Takes gradients inside the bases, and leaves steps there.
FASTNODE_VECTORISED void MoveMoments(const SoapFactors& factors, int64_t size,
                                     float* __restrict values, float* __restrict moments1,
                                     float* __restrict moments2) {
  const SoapFactors f = factors;
  for (int64_t i = 0; i < size; ++i) {
    const float gradient = values[i];
    const float moment1 = moments1[i] + (1 - f.beta1) * (gradient - moments1[i]);
    const float moment2 = f.beta2 * moments2[i] + (1 - f.beta2) * gradient * gradient;
    float step = moment1 / (__builtin_sqrtf(moment2) + f.epsilon);
    step = step > f.longest ? f.longest : step;  // std::min is not inlined here
    step = step < -f.longest ? -f.longest : step;
    moments1[i] = moment1;
    moments2[i] = moment2;
    values[i] = step;
  }
}

FASTNODE_VECTORISED void MoveParameters(const SoapFactors& factors, int64_t size,
                                        const float* __restrict changes,
                                        float* __restrict parameters, float* __restrict averages) {
  const SoapFactors f = factors;
  for (int64_t i = 0; i < size; ++i) {
    const float parameter = parameters[i] * (1 - f.decay) - f.rate * changes[i];
    parameters[i] = parameter;
    averages[i] += f.average * (parameter - averages[i]);
  }
}

// Calls visit(place among the rows in use, run).
template <typename Visit>
int64_t ForRuns(const RowRuns& runs, const Visit& visit) {
  int64_t at = 0;
  for (const RowRun& run : runs) {
    visit(at, run);
    at += run.count;
  }
  return at;
}

// square = a b, a [side, k] and b [k, side] each other's transposed.
void MakeSquare(int64_t side, int64_t k, const ProductSide& a, const float* b, int64_t b_stride,
                float* square, int64_t stride) {
  for (int64_t first = 0; first < side; first += kSquareBlock) {
    const int64_t rows = std::min(kSquareBlock, side - first);
    float* block = square + first * stride;
    MultiplyInPlace(rows, std::min(stride, first + kSquareBlock), k,
                    {a.at + first * a.rows, a.rows, a.columns}, b, b_stride, 0, block, stride);
    TransposeMatrix(block, stride, rows, first, square + first, stride);
  }
}

// The rows and columns in use of a matrix [side, side], `stride` apart.
void TakeSquare(const float* from, int64_t side, const RowRuns& runs, float* to, int64_t stride) {
  ForRuns(runs, [&](int64_t row, const RowRun& rows) {
    for (int64_t i = 0; i < rows.count; ++i) {
      ForRuns(runs, [&](int64_t column, const RowRun& columns) {
        std::copy_n(from + (rows.first + i) * side + columns.first, columns.count,
                    to + (row + i) * stride + column);
      });
    }
  });
}

}  // namespace

int64_t SoapStepper::TakeGradient(const SoapMatrix& m) {
  float* gradient = Room(gradient_, m.rows * m.columns);
  return ForRuns(*m.runs, [&](int64_t at, const RowRun& run) {
    Scale(m.gradient + run.first * m.columns, factors_.clip, run.count * m.columns,
          gradient + at * m.columns);
  });
}

void SoapStepper::AddToSums(const SoapMatrix& m) {
  const int64_t rows = TakeGradient(m), columns = m.columns, stride = RoundUp(rows);
  const float* gradient = gradient_.data();
  float* turned = Room(one_, columns * stride);
  float* square = Room(square_, std::max(stride * stride, columns * columns));
  TransposeMatrix(gradient, columns, rows, columns, turned, stride);
  MakeSquare(rows, columns, {gradient, columns, 1}, turned, stride, square, stride);
  ForRuns(*m.runs, [&](int64_t row, const RowRun& run) {
    for (int64_t i = 0; i < run.count; ++i) {
      float* sums = m.row_sums + (run.first + i) * m.rows;
      const float* values = square + (row + i) * stride;
      ForRuns(*m.runs, [&](int64_t column, const RowRun& to) {
        MoveSums(factors_.basis_decay, values + column, to.count, sums + to.first);
      });
    }
  });
  MakeSquare(columns, rows, {gradient, 1, columns}, gradient, columns, square, columns);
  MoveSums(factors_.basis_decay, square, columns * columns, m.column_sums);
}

void SoapStepper::Step(const SoapMatrix& m) {
  const int64_t rows = TakeGradient(m), columns = m.columns;
  float *one = Room(one_, m.rows * columns), *other = Room(other_, m.rows * columns);
  float* square = Room(square_, m.rows * m.rows + columns * columns);
  float* turned = square + m.rows * m.rows;
  const float* basis = m.row_basis;
  if (rows < m.rows) {
    TakeSquare(basis, m.rows, *m.runs, square, rows);
    basis = square;
  }
  TransposeMatrix(m.column_basis, columns, columns, columns, turned, columns);
  MultiplyInPlace(rows, columns, rows, {basis, 1, rows}, gradient_.data(), columns, 0, one,
                  columns);
  MultiplyInPlace(rows, columns, columns, {one, columns, 1}, m.column_basis, columns, 0, other,
                  columns);
  ForRuns(*m.runs, [&](int64_t row, const RowRun& run) {
    const int64_t at = run.first * columns;
    MoveMoments(factors_, run.count * columns, other + row * columns, m.moment1 + at,
                m.moment2 + at);
  });
  MultiplyInPlace(rows, columns, rows, {basis, rows, 1}, other, columns, 0, one, columns);
  MultiplyInPlace(rows, columns, columns, {one, columns, 1}, turned, columns, 0, other, columns);
  ForRuns(*m.runs, [&](int64_t row, const RowRun& run) {
    const int64_t at = run.first * columns;
    MoveParameters(factors_, run.count * columns, other + row * columns, m.parameters + at,
                   m.average + at);
  });
}

namespace {

// Divides by the largest, so that no square is too small to be told from 0. Returns the sum of all
// squares but the first.
FASTNODE_VECTORISED float MakeLargestOne(int64_t size, float* __restrict values) {
  float largest = 0, sum = 0;
  for (int64_t i = 0; i < size; ++i) {
    const float value = values[i] < 0 ? -values[i] : values[i];
    largest = value > largest ? value : largest;
  }
  if (largest == 0) return 0;
  for (int64_t i = 0; i < size; ++i) values[i] /= largest;
  for (int64_t i = 1; i < size; ++i) sum += values[i] * values[i];
  return sum;
}

// rows[i] -= tau (axis rows[i]) axis, for rows [first, last).
FASTNODE_VECTORISED void Reflect(const float* __restrict axis, float tau, int64_t size,
                                 int64_t first, int64_t last, int64_t stride, float* rows) {
  for (int64_t k = first; k < last; ++k) {
    float* __restrict row = rows + k * stride;
    float sum = 0;
    for (int64_t i = 0; i < size; ++i) sum += axis[i] * row[i];
    sum *= tau;
    for (int64_t i = 0; i < size; ++i) row[i] -= sum * axis[i];
  }
}

// Rows of `a` are the columns of a matrix A = Q R; rows of `q` become those of Q.
void Orthonormalise(int64_t side, int64_t stride, float* a, float* q) {
  std::vector<float> taus(static_cast<size_t>(side), 0.0f);
  for (int64_t j = 0; j + 1 < side; ++j) {
    float* axis = a + j * stride + j;
    const float below = MakeLargestOne(side - j, axis);
    if (below == 0) continue;  // it points along its axis already
    const float length = std::sqrt(axis[0] * axis[0] + below);
    axis[0] += axis[0] < 0 ? -length : length;
    const float tau = 2 / (axis[0] * axis[0] + below);
    taus[static_cast<size_t>(j)] = tau;
    Reflect(axis, tau, side - j, j + 1, side, stride, a + j);
  }
  std::fill_n(q, side * stride, 0.0f);
  for (int64_t j = side - 1; j >= 0; --j) {
    q[j * stride + j] = 1;
    const float tau = taus[static_cast<size_t>(j)];
    if (tau != 0) Reflect(a + j * stride + j, tau, side - j, j, side, stride, q + j);
  }
}

}  // namespace

void NextSoapBasis(const float* sums, const float* basis, int64_t side, const RowRuns& runs,
                   float* next) {
  const int64_t used = ForRuns(runs, [](int64_t, const RowRun&) {});
  const int64_t stride = RoundUp(used);
  std::vector<float> numbers(static_cast<size_t>(4 * used * stride));
  float* own_sums = numbers.data();
  float* own_basis = own_sums + used * stride;
  float* product = own_basis + used * stride;
  float* q = product + used * stride;
  TakeSquare(sums, side, runs, own_sums, stride);
  TakeSquare(basis, side, runs, own_basis, stride);
  // (sums basis) turned over, as sums are symmetric.
  MultiplyInPlace(used, stride, used, {own_basis, 1, stride}, own_sums, stride, 0, product, stride);
  Orthonormalise(used, stride, product, q);
  TransposeMatrix(q, stride, used, used, own_basis, stride);
  std::copy_n(basis, side * side, next);
  ForRuns(runs, [&](int64_t row, const RowRun& rows) {
    for (int64_t i = 0; i < rows.count; ++i) {
      ForRuns(runs, [&](int64_t column, const RowRun& columns) {
        std::copy_n(own_basis + (row + i) * stride + column, columns.count,
                    next + (rows.first + i) * side + columns.first);
      });
    }
  });
}

}  // namespace fastnode::learn
