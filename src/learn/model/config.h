// The network's shape, stored beside the weights as config.json.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "collect/pack/sample.h"
#include "learn/model/feature_pieces.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::learn {

using Temperatures = std::array<float, pack::kNumTasks>;
constexpr Temperatures Unscaled() {
  Temperatures ones{};
  ones.fill(1.0f);
  return ones;
}

enum class NetworkKind : uint8_t {
  kRelational,  // network_relational.h: what is released
  kGated,       // network_gated.h: the old system's, a base line for training only
};

struct ModelConfig {
  NetworkKind network = NetworkKind::kRelational;
  int32_t hidden = 64;  // D, width of node states
  int32_t layers =
      3;  // rounds of message passing; 2, 3 and 4 were equal within noise, see docs/model.md
  int32_t ranker_hidden = 64;  // H1, first layer of the candidate ranker; docs/decisions/0059
  int32_t ranker_hidden2 = 32;
  int32_t site_context = 16;  // width of the site state as the ranker sees it
  int32_t knots = kNumKnots;  // of a candidate's feature; 0: it is read as it is
  int32_t name_rows = 0;      // vocabulary sizes, row 0 included
  int32_t type_rows = 0;
  // Of the gated network: whether two faults of the old system are mended (docs/model.md).
  bool site_decides_names = false;
  bool argument_types = false;
  // By task: divides the logits before the softmax; fitted after training.
  Temperatures temperatures = Unscaled();
};

// "default" or "old": the sizes of a network; vocabulary sizes are the caller's to set. Errors:
// another name.
Result<ModelConfig> ModelPreset(const std::string& name);

// Also records how many node kinds, relations and features the program that trained it had, and
// what the features meant (feature_names.h).
Json ToJson(const ModelConfig& config);

// Errors: a missing field; a size outside [1, 4096] (vocabularies: [1, 2^24]); a temperature that
// is not in [0.01, 100]; a model made by a program with other node kinds, relations or features, or
// to which a feature meant something else.
Result<ModelConfig> ModelConfigFromJson(const Json& json);

}  // namespace fastnode::learn
