// Named tensors in one file: safetensors (https://huggingface.co/docs/safetensors), a JSON header
// and raw little-endian data, so that any tool can read a model.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace fastnode::learn {

enum class DType : uint8_t { kF32, kF16, kI8, kI64 };

struct Tensor {
  DType dtype = DType::kF32;
  std::vector<int64_t> shape;
  std::string data;  // row-major, little-endian

  int64_t size() const {
    int64_t n = 1;
    for (int64_t d : shape) n *= d;
    return n;
  }
  const float* f32() const { return reinterpret_cast<const float*>(data.data()); }
  float* mutable_f32() { return reinterpret_cast<float*>(data.data()); }
};

Tensor F32Tensor(std::vector<int64_t> shape, const float* values);

using Weights = std::map<std::string, Tensor>;

struct SafetensorsFile {
  Weights weights;
  std::map<std::string, std::string> metadata;
};

// With the file's own checksum among the metadata (support/sealed.h).
std::string EncodeSafetensors(const Weights& weights,
                              const std::map<std::string, std::string>& metadata);

// Refuses files without their checksum or with another one, headers above 16 MiB, unknown types,
// sizes that disagree with shapes, and offsets that overlap, leave holes or are out of range.
// Errors are written to follow the file's name.
Result<SafetensorsFile> DecodeSafetensorsFile(std::string_view bytes);
Result<Weights> DecodeSafetensors(std::string_view bytes);  // without the metadata

}  // namespace fastnode::learn
