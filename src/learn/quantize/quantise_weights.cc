// Only large matrices are worth it: they are nearly all of the bytes. Biases, scales and small maps
// stay exact.
#include "learn/quantize/quantise_weights.h"

#include <utility>

#include "learn/model/quantised_rows.h"

namespace fastnode::learn {
namespace {

constexpr int64_t kSmallest = 4096;  // values; below, the bytes saved are not worth an error

}  // namespace

Weights QuantiseWeights(const Weights& weights) {
  Weights result;
  for (const auto& [name, tensor] : weights) {
    if (tensor.shape.size() < 2 || tensor.size() < kSmallest) {
      result[name] = tensor;
      continue;
    }
    QuantisedRows rows = QuantiseRows(tensor);
    result[name] = std::move(rows.values);
    result[name + kRowScaleSuffix] = std::move(rows.scales);
  }
  return result;
}

}  // namespace fastnode::learn
