// The network as an ONNX model, for other run times (docs/formats/onnx.md): one site at a time, any
// task. Full precision; the same scores as learn/run up to rounding.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "collect/pack/sample.h"
#include "learn/model/config.h"
#include "learn/model/weights.h"

namespace fastnode::learn {

// Bytes of a .onnx file, opset 17. The same weights give the same bytes.
std::string EncodeOnnx(const ModelConfig& config, const Weights& weights);

// What the model is fed for a sample of one site, by input: shape, and values as integers or
// floats.
struct OnnxInput {
  std::vector<int64_t> shape;
  std::vector<int64_t> integers;
  std::vector<float> floats;  // one of both is used
  bool is_float = false;
};
std::map<std::string, OnnxInput> OnnxInputs(const pack::Sample& sample);

}  // namespace fastnode::learn
