// The scale is that of the row's largest value, so nothing saturates and an error is at most half a
// step of that row. Reading folds the scales into f32 again: the forward pass knows one form of
// weights only.
#include "learn/model/quantised_rows.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace fastnode::learn {
namespace {

constexpr float kMaxByte = 127.0f;

bool IsScale(std::string_view name) { return name.ends_with(kRowScaleSuffix); }

Tensor FoldIn(const Tensor& values, const Tensor& scales) {
  const int64_t rows = scales.size(), width = rows > 0 ? values.size() / rows : 0;
  std::vector<float> result(static_cast<size_t>(values.size()));
  for (int64_t i = 0; i < rows * width; ++i) {
    result[i] = scales.f32()[i / width] * static_cast<int8_t>(values.data[i]);
  }
  return F32Tensor(values.shape, result.data());
}

}  // namespace

QuantisedRows QuantiseRows(const Tensor& tensor) {
  CHECK(tensor.dtype == DType::kF32 && tensor.shape.size() >= 2);
  const int64_t width = tensor.shape.back(), rows = width > 0 ? tensor.size() / width : 0;
  QuantisedRows result{.values = {.dtype = DType::kI8, .shape = tensor.shape}};
  result.values.data.resize(static_cast<size_t>(tensor.size()));
  std::vector<float> scales(static_cast<size_t>(rows));
  for (int64_t row = 0; row < rows; ++row) {
    const float* values = tensor.f32() + row * width;
    float largest = 0;
    for (int64_t i = 0; i < width; ++i) largest = std::max(largest, std::abs(values[i]));
    const float scale = largest / kMaxByte;
    scales[row] = scale;
    for (int64_t i = 0; i < width; ++i) {
      float byte = scale > 0 ? std::nearbyint(values[i] / scale) : 0.0f;
      result.values.data[row * width + i] =
          static_cast<char>(static_cast<int8_t>(std::clamp(byte, -kMaxByte, kMaxByte)));
    }
  }
  result.scales = F32Tensor({rows}, scales.data());
  return result;
}

Result<Weights> Dequantise(Weights stored) {
  Weights weights;
  for (auto& [name, tensor] : stored) {
    if (IsScale(name)) continue;
    if (tensor.dtype == DType::kF32) {
      weights[name] = std::move(tensor);
      continue;
    }
    auto scales = stored.find(name + kRowScaleSuffix);
    if (tensor.dtype != DType::kI8) return Error{"'" + name + "': only F32 and I8 are known"};
    if (scales == stored.end() || scales->second.dtype != DType::kF32 || tensor.shape.size() < 2 ||
        tensor.shape.back() <= 0 || scales->second.size() * tensor.shape.back() != tensor.size()) {
      return Error{"'" + name + "': its row scales are missing or have another length"};
    }
    weights[name] = FoldIn(tensor, scales->second);
  }
  return weights;
}

}  // namespace fastnode::learn
