// Everything is added into its output, so sums of several parts need no temporaries. Loops over a
// row are plain: the compiler turns them into vector instructions.
#include "learn/run/matrix.h"

#include <cblas.h>

#include <cmath>

#include "learn/model/parameters.h"

namespace fastnode::learn {

void AddProduct(const float* in, const float* weights, int32_t rows, int32_t inner, int32_t columns,
                float* out) {
  if (rows == 0 || columns == 0) return;
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, columns, inner, 1.0f, in, inner,
              weights, columns, 1.0f, out, columns);
}

void AddMeanRows(const float* table, const std::vector<int32_t>& begin,
                 const std::vector<int32_t>& items, Matrix& out) {
  const int32_t width = out.columns;
  std::vector<float> sum(static_cast<size_t>(width));
  for (int32_t i = 0; i < out.rows; ++i) {
    const int32_t count = begin[i + 1] - begin[i];
    if (count == 0) continue;
    sum.assign(sum.size(), 0.0f);
    for (int32_t k = begin[i]; k < begin[i + 1]; ++k) {
      const float* row = table + static_cast<size_t>(items[k]) * width;
      for (int32_t d = 0; d < width; ++d) sum[d] += row[d];
    }
    const float share = 1.0f / static_cast<float>(count);
    float* to = out.row(i);
    for (int32_t d = 0; d < width; ++d) to[d] += share * sum[d];
  }
}

void NormaliseRows(const float* scale, const float* bias, Matrix& matrix) {
  const int32_t width = matrix.columns;
  for (int32_t i = 0; i < matrix.rows; ++i) {
    float* row = matrix.row(i);
    float mean = 0, variance = 0;
    for (int32_t d = 0; d < width; ++d) mean += row[d];
    mean /= static_cast<float>(width);
    for (int32_t d = 0; d < width; ++d) variance += (row[d] - mean) * (row[d] - mean);
    variance /= static_cast<float>(width);
    const float inverse = 1.0f / std::sqrt(variance + kNormEpsilon);
    for (int32_t d = 0; d < width; ++d) row[d] = (row[d] - mean) * inverse * scale[d] + bias[d];
  }
}

void UseOneBlasThread() { openblas_set_num_threads(1); }

}  // namespace fastnode::learn
