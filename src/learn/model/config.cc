#include "learn/model/config.h"

#include <utility>

#include "collect/pack/sample.h"
#include "learn/model/feature_names.h"
#include "learn/model/feature_pieces.h"
#include "support/json_fields.h"

namespace fastnode::learn {
namespace {

constexpr int64_t kMaxWidth = 4096;
constexpr int64_t kMaxRows = 1 << 24;

struct Field {
  const char* name;
  int32_t ModelConfig::*member;
  int64_t max;
};
constexpr Field kFields[] = {
    {"hidden", &ModelConfig::hidden, kMaxWidth},
    {"layers", &ModelConfig::layers, kMaxWidth},
    {"ranker_hidden", &ModelConfig::ranker_hidden, kMaxWidth},
    {"ranker_hidden2", &ModelConfig::ranker_hidden2, kMaxWidth},
    {"site_context", &ModelConfig::site_context, kMaxWidth},
    {"name_rows", &ModelConfig::name_rows, kMaxRows},
    {"type_rows", &ModelConfig::type_rows, kMaxRows},
};

struct Switch {
  const char* name;
  bool ModelConfig::*member;
};
constexpr Switch kSwitches[] = {{"site_decides_names", &ModelConfig::site_decides_names},
                                {"argument_types", &ModelConfig::argument_types}};

constexpr char kFeatures[] = "features", kKnotsField[] = "knots";
constexpr char kRelationalName[] = "relational", kGatedName[] = "gated";

// What the data looked like to the program that made the model. Weights fit no other.
struct Dimension {
  const char* name;
  int32_t value;
};
constexpr Dimension kDimensions[] = {
    {"node_kinds", pack::kNumNodeKinds},
    {"relations", pack::kNumRelations},
    {"candidate_features", pack::kNumCandidateFeatures},
    {"site_features", pack::kNumSiteFeatures},
    {"tasks", pack::kNumTasks},
};

std::string TaskName(int task) { return std::string(pack::Name(static_cast<pack::Task>(task))); }

}  // namespace

Result<ModelConfig> ModelPreset(const std::string& name) {
  if (name == "default") return ModelConfig{};
  if (name == "old") return ModelConfig{.network = NetworkKind::kGated, .hidden = 300, .layers = 3};
  return Error{"preset '" + name + "' is neither default nor old"};
}

Json ToJson(const ModelConfig& config) {
  Json json;
  json["network"] = config.network == NetworkKind::kGated ? kGatedName : kRelationalName;
  for (const Field& field : kFields) json[field.name] = config.*field.member;
  if (config.network == NetworkKind::kGated) {
    for (const Switch& s : kSwitches) json[s.name] = config.*s.member;
  }
  if (config.network == NetworkKind::kRelational) json[kKnotsField] = config.knots;
  for (const Dimension& dimension : kDimensions) json[dimension.name] = dimension.value;
  json[kFeatures] = FeatureNames();
  for (int t = 0; t < pack::kNumTasks; ++t) {
    json["temperatures"][TaskName(t)] = config.temperatures[static_cast<size_t>(t)];
  }
  return json;
}

Result<ModelConfig> ModelConfigFromJson(const Json& json) {
  ModelConfig config;
  JsonFields fields(json, "model config");
  for (const Field& field : kFields) {
    fields.Read(field.name, 1, field.max, config.*field.member);
    fields.Require({field.name});
  }
  // Models of before there was a choice are relational.
  std::string network = kRelationalName;
  fields.ReadText("network", network);
  if (network == kGatedName) {
    config.network = NetworkKind::kGated;
    for (const Switch& s : kSwitches) fields.ReadBool(s.name, config.*s.member);
  } else if (network != kRelationalName) {
    fields.Fail("network", "is neither relational nor gated");
  }
  // Models of before there were knots have none.
  config.knots = 0;
  fields.Read(kKnotsField, 0, kNumKnots, config.knots);
  if (config.knots != 0 && config.knots != kNumKnots) {
    fields.Fail(kKnotsField, "is neither 0 nor " + std::to_string(kNumKnots));
  }
  for (const Dimension& dimension : kDimensions) {
    int64_t value = dimension.value;
    fields.Read(dimension.name, 0, kMaxRows, value);
    fields.Require({dimension.name});
    if (value != dimension.value) {
      return Error{std::string("the model has ") + std::to_string(value) + " " + dimension.name +
                   ", this program " + std::to_string(dimension.value) + "; train it again"};
    }
  }
  fields.ReadObject("temperatures", [&](JsonFields& temperatures) {
    for (int t = 0; t < pack::kNumTasks; ++t) {
      const std::string task = TaskName(t);
      double temperature = 1;
      temperatures.ReadNumber(task, 0.01, 100, temperature);
      temperatures.Require({task.c_str()});
      config.temperatures[static_cast<size_t>(t)] = static_cast<float>(temperature);
    }
  });
  fields.Require({"temperatures"});
  const Json* features = fields.ReadAny(kFeatures);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (features == nullptr) {
    return Error{"the model does not say what its features mean; train it again"};
  }
  if (Status status = CheckFeatureNames(*features); !status.ok()) return status.error();
  return config;
}

}  // namespace fastnode::learn
