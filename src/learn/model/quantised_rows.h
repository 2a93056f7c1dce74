// Matrices as bytes: each row has a scale, value = scale * int8. A quantised tensor `x` is two in
// the file: `x` (I8, same shape) and `x.row_scale` (F32, one per row; a row is the last dimension).
#pragma once

#include "learn/model/weights.h"

namespace fastnode::learn {

inline constexpr char kRowScaleSuffix[] = ".row_scale";

// Rounds each row to [-127, 127] times its own scale. `tensor` is f32 with at least two dimensions.
// Every value moves by at most half its row's scale.
struct QuantisedRows {
  Tensor values;  // I8
  Tensor scales;  // F32 [rows]
};
QuantisedRows QuantiseRows(const Tensor& tensor);

// All tensors as f32, with the scales folded in. Errors: I8 without scales, or a type we do not
// know.
Result<Weights> Dequantise(Weights stored);

}  // namespace fastnode::learn
