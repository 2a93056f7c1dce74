// One table of the parameters: names, shapes, how they start and whether they decay. Everything
// that stores, sends, counts or checks weights walks it, so a new parameter is one line here. A
// parameter's start values depend on the seed and on its place in the table, and on nothing else.
#include "learn/model/parameters.h"

#include <cmath>
#include <numbers>
#include <utility>

#include "collect/pack/sample.h"
#include "collect/pack/tasks/tasks.h"
#include "support/random.h"

namespace fastnode::learn {
namespace {

constexpr uint64_t kInitialStream = 0x1417;  // its own stream of random numbers
constexpr double kEmbeddingDeviation = 0.1;

double Normal(Random& random) {
  double u = 1.0 - random.Uniform();  // in (0, 1]
  return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * random.Uniform());
}

// Embeddings start small and normal. Matrices start normal with variance 1 / inputs, which keeps
// the size of what passes through them.
double StartValue(const Parameter& parameter, Random& random) {
  switch (parameter.kind) {
    case ParameterKind::kEmbedding:
      return kEmbeddingDeviation * Normal(random);
    case ParameterKind::kMatrix: {
      const auto& shape = parameter.shape;
      double inputs = static_cast<double>(shape.size() > 1 ? shape[shape.size() - 2] : shape[0]);
      return Normal(random) / std::sqrt(inputs);
    }
    case ParameterKind::kGlorot: {
      const auto& shape = parameter.shape;
      const double ends = static_cast<double>(shape[shape.size() - 2] + shape[shape.size() - 1]);
      return (2 * random.Uniform() - 1) * std::sqrt(6.0 / ends);
    }
    case ParameterKind::kBias:
      return 0.0;
    case ParameterKind::kScale:
      return 1.0;
  }
  return 0.0;
}

}  // namespace

int64_t Parameter::size() const {
  int64_t n = 1;
  for (int64_t d : shape) n *= d;
  return n;
}

int32_t RankerInputs(const ModelConfig& config) {
  return pack::kNumCandidateFeatures + pack::kNumSiteFeatures + config.site_context + 1;
}

int32_t GatedNameRows(const ModelConfig& config) {
  return config.name_rows + pack::kNumNodeKinds + pack::kNumTasks;
}
int32_t GatedTypeRows(const ModelConfig& config) { return config.type_rows + pack::kNumTasks; }

namespace {

std::vector<Parameter> GatedParameters(const ModelConfig& config) {
  using enum ParameterKind;
  const int64_t d = config.hidden, half = d / 2;
  return {
      {"embed.type", {GatedTypeRows(config), half}, kGlorot},
      {"embed.name", {GatedNameRows(config), d - half}, kGlorot},
      {"message", {kNumGatedEdgeTypes, d, d}, kGlorot},
      {"gain", {kNumGatedEdgeTypes}, kScale},
      {"gates", {2 * d, 2 * d}, kGlorot},
      {"gates.bias", {2 * d}, kScale},
      {"state", {2 * d, d}, kGlorot},
      {"state.bias", {d}, kBias},
      {"name", {d, 2 * d}, kGlorot},
      {"production", {config.name_rows, d}, kGlorot},
      {"production.gain", {config.name_rows, 3}, kScale},
  };
}

template <typename Slots>
std::vector<int32_t> Nameless(const Slots& slots, int32_t first) {
  std::vector<int32_t> rows;
  for (int32_t slot = 0; slot < static_cast<int32_t>(slots.size()); ++slot) {
    if (slots[static_cast<size_t>(slot)].name.empty()) rows.push_back(first + slot);
  }
  return rows;
}

}  // namespace

std::vector<Parameter> Parameters(const ModelConfig& config) {
  if (config.network == NetworkKind::kGated) return GatedParameters(config);
  using enum ParameterKind;
  const int64_t d = config.hidden, h1 = config.ranker_hidden, h2 = config.ranker_hidden2;
  std::vector<Parameter> list = {
      {"embed.kind", {pack::kNumNodeKinds, d}, kEmbedding},
      {"embed.name", {config.name_rows, d}, kEmbedding},
      {"embed.type", {config.type_rows, d}, kEmbedding},
      {"embed.norm.scale", {d}, kScale},
      {"embed.norm.bias", {d}, kBias},
  };
  for (int32_t i = 0; i < config.layers; ++i) {
    const std::string layer = "layer." + std::to_string(i) + ".";
    list.push_back({layer + "relation", {pack::kNumRelations, d, d}, kMatrix});
    list.push_back({layer + "self", {d, d}, kMatrix});
    list.push_back({layer + "bias", {d}, kBias});
    list.push_back({layer + "norm.scale", {d}, kScale});
    list.push_back({layer + "norm.bias", {d}, kBias});
  }
  list.push_back({"candidate.name", {d, d}, kMatrix});
  list.push_back({"candidate.use", {d, d}, kMatrix});
  list.push_back({"site.context", {d, config.site_context}, kMatrix});
  for (int t = 0; t < pack::kNumTasks; ++t) {
    const std::string task = "task." + std::string(Name(static_cast<pack::Task>(t))) + ".";
    const pack::TaskRow& row = pack::RowOf(static_cast<pack::Task>(t));
    const std::vector<int32_t> idle = Nameless(row.features.slots, 0);
    std::vector<int32_t> idle_inputs = idle;
    for (int32_t slot : Nameless(row.site_features.slots, pack::kNumCandidateFeatures)) {
      idle_inputs.push_back(slot);
    }
    list.push_back({task + "query", {d, d}, kMatrix});
    list.push_back({task + "w1", {RankerInputs(config), h1}, kMatrix, idle_inputs});
    if (config.knots > 0) {
      list.push_back(
          {task + "knots", {config.knots, pack::kNumCandidateFeatures, h1}, kMatrix, idle});
    }
    list.push_back({task + "b1", {h1}, kBias});
    list.push_back({task + "w2", {h1, h2}, kMatrix});
    list.push_back({task + "b2", {h2}, kBias});
    list.push_back({task + "w3", {h2}, kMatrix});
  }
  return list;
}

std::string VerifyWeights(const ModelConfig& config, const Weights& weights) {
  for (const Parameter& parameter : Parameters(config)) {
    auto found = weights.find(parameter.name);
    if (found == weights.end()) return "has no '" + parameter.name + "'";
    if (found->second.dtype != DType::kF32) return "'" + parameter.name + "' is not f32";
    if (found->second.shape != parameter.shape) return "'" + parameter.name + "' has another shape";
  }
  return "";
}

Weights InitialWeights(const ModelConfig& config, uint64_t seed) {
  Weights weights;
  uint64_t index = 0;
  for (const Parameter& parameter : Parameters(config)) {
    Random random(seed, kInitialStream, index++);
    std::vector<float> values(static_cast<size_t>(parameter.size()));
    for (float& value : values) value = static_cast<float>(StartValue(parameter, random));
    weights[parameter.name] = F32Tensor(parameter.shape, values.data());
  }
  return weights;
}

}  // namespace fastnode::learn
