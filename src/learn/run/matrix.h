// Small row-major float matrices and the five things the forward pass does with them. Products go
// through a BLAS.
#pragma once

#include <cstdint>
#include <vector>

#include "learn/model/message_plan.h"

namespace fastnode::learn {

struct Matrix {
  int32_t rows = 0;
  int32_t columns = 0;
  std::vector<float> values;

  Matrix(int32_t rows, int32_t columns)
      : rows(rows), columns(columns), values(static_cast<size_t>(rows) * columns, 0.0f) {}
  float* row(int32_t i) { return values.data() + static_cast<size_t>(i) * columns; }
  const float* row(int32_t i) const { return values.data() + static_cast<size_t>(i) * columns; }
};

// out[rows, columns] += in[rows, inner] weights[inner, columns].
void AddProduct(const float* in, const float* weights, int32_t rows, int32_t inner, int32_t columns,
                float* out);

// Row i of out += the mean of the rows of `table` that `begin` and `items` name; nothing if there
// are none.
void AddMeanRows(const float* table, const std::vector<int32_t>& begin,
                 const std::vector<int32_t>& items, Matrix& out);

// Each row to mean 0 and variance 1 (kNormEpsilon), then times `scale` plus `bias`.
void NormaliseRows(const float* scale, const float* bias, Matrix& matrix);

void UseOneBlasThread();

}  // namespace fastnode::learn
