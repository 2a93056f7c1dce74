// A smaller release model: embeddings and large matrices as bytes (model/quantised_rows.h), the
// rest unchanged.
#pragma once

#include "learn/model/weights.h"

namespace fastnode::learn {

// In: f32 weights. Out: what model.safetensors of a release holds. Dequantise is the way back.
Weights QuantiseWeights(const Weights& weights);

}  // namespace fastnode::learn
