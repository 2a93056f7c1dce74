// The list of the network's parameters, in one table: what they are called, their shapes, how they
// start and whether they decay. docs/model.md says what each does.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "learn/model/config.h"
#include "learn/model/weights.h"

namespace fastnode::learn {

enum class ParameterKind : uint8_t {
  kEmbedding,  // [rows, width], looked up by row
  kMatrix,     // [.., in, out]
  kBias,       // starts at 0
  kScale,      // of a layer normalisation, or a gain; starts at 1
  kGlorot,     // [.., in, out] of the gated network: uniform within sqrt(6 / (in + out))
};

struct Parameter {
  std::string name;
  std::vector<int64_t> shape;
  ParameterKind kind;
  // Of its matrices, rows of slots that have no name: their inputs are 0, and so are their
  // gradients.
  std::vector<int32_t> idle_rows = {};

  int64_t size() const;
};

// Added to the variance in every layer normalisation.
inline constexpr float kNormEpsilon = 1e-5f;

// Inputs of the ranker's first layer: candidate features, site features, site context, dot product.
int32_t RankerInputs(const ModelConfig& config);

// Rows of the gated network's tables: the vocabulary's, and markers for what has no name (a node
// kind, or the site of a task).
int32_t GatedNameRows(const ModelConfig& config);
int32_t GatedTypeRows(const ModelConfig& config);
// Edge types of the gated network: syntax child, next token, data flow.
inline constexpr int kNumGatedEdgeTypes = 3;

// In a fixed order. The relational network's: embeddings, layers, candidate and site maps, then one
// ranker per task.
std::vector<Parameter> Parameters(const ModelConfig& config);

// Which parameter is missing, or has another shape or a type other than f32; "" if all is well.
std::string VerifyWeights(const ModelConfig& config, const Weights& weights);

// Start values, a pure function of (configuration, seed).
Weights InitialWeights(const ModelConfig& config, uint64_t seed);

}  // namespace fastnode::learn
