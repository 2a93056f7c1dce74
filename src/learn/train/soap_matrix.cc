#include "learn/train/soap_matrix.h"

#include <cmath>

#include "learn/model/network_kernels.h"

namespace fastnode::learn {
namespace {

FASTNODE_VECTORISED void Scale(const float* __restrict from, float factor, int64_t size,
                               float* __restrict to) {
  for (int64_t i = 0; i < size; ++i) to[i] = factor * from[i];
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

constexpr Shape kAsIs = Shape::kAsIs, kTransposed = Shape::kTransposed;

}  // namespace

void SoapStepper::AddToSums(const SoapMatrix& m) {
  const int64_t size = m.rows * m.columns;
  one_.resize(static_cast<size_t>(size));
  float* scaled = one_.data();
  Scale(m.gradient, factors_.clip * std::sqrt(1 - factors_.basis_decay), size, scaled);
  Multiply(kAsIs, kTransposed, m.rows, m.rows, m.columns, scaled, scaled, factors_.basis_decay,
           m.row_sums);
  Multiply(kTransposed, kAsIs, m.columns, m.columns, m.rows, scaled, scaled, factors_.basis_decay,
           m.column_sums);
}

void SoapStepper::Step(const SoapMatrix& m) {
  const int64_t rows = m.rows, columns = m.columns, size = rows * columns;
  one_.resize(static_cast<size_t>(size));
  other_.resize(static_cast<size_t>(size));
  float *one = one_.data(), *other = other_.data();
  Scale(m.gradient, factors_.clip, size, other);
  Multiply(kTransposed, kAsIs, rows, columns, rows, m.row_basis, other, 0, one);
  Multiply(kAsIs, kAsIs, rows, columns, columns, one, m.column_basis, 0, other);
  MoveMoments(factors_, size, other, m.moment1, m.moment2);
  Multiply(kAsIs, kAsIs, rows, columns, rows, m.row_basis, other, 0, one);
  Multiply(kAsIs, kTransposed, rows, columns, columns, one, m.column_basis, 0, other);
  MoveParameters(factors_, size, other, m.parameters, m.average);
}

}  // namespace fastnode::learn
