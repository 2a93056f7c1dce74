#include <optional>
#include <string>

#include "collect/draw/session.h"
#include "support/json_fields.h"

namespace fastnode::draw {

namespace {

constexpr const char* kBySource = "source";
constexpr const char* kBySymbol = "symbol";
// A thinner partition would hold nothing in any corpus.
constexpr double kThinnestPartition = 1e-9;

void ReadPartition(JsonFields& fields, SessionConfig& config) {
  const Json* json = fields.ReadAny("partition");
  if (json == nullptr) return;
  if (!json->is_object()) return fields.Fail("partition", "must be {low, high}");
  JsonFields partition(*json, "partition");
  partition.ReadNumber("low", 0, 1, config.partition_low);
  partition.ReadNumber("high", 0, 1, config.partition_high);
  if (Status status = partition.Finish(); !status.ok()) {
    return fields.Fail("partition", status.error().message);
  }
  if (config.partition_high - config.partition_low <= kThinnestPartition) {
    fields.Fail("partition", "must have low < high");
  }
}

std::string ConditionsField(pack::PlaceList list) {
  return std::string(NameOfPlaces(list)) + "_conditions";
}

void ReadConditions(JsonFields& fields, SessionConfig& config) {
  constexpr const char* kFormerName = "typed_share";
  if (fields.ReadAny(kFormerName) != nullptr) {
    fields.Fail(kFormerName, "is now attribute_conditions and argument_conditions");
  }
  for (int list = 0; list < pack::kNumPlaceLists; ++list) {
    const std::string field = ConditionsField(static_cast<pack::PlaceList>(list));
    const Json* json = fields.ReadAny(field);
    if (json == nullptr) continue;
    Result<ConditionShares> shares = SharesFromJson(*json);
    if (!shares.ok()) return fields.Fail(field, "is wrong: " + shares.error().message);
    config.conditions[static_cast<size_t>(list)] = *shares;
  }
}

std::string ProportionField(const pack::TaskRow& row) {
  return std::string(row.name) + "_proportion";
}

}  // namespace

Json SessionConfigToJson(const SessionConfig& config) {
  Json json = {
      {"random_seed", config.seed},
      {"split", corpus::Name(config.split)},
      {"sites_per_sample", config.sites_per_sample},
      {"sites_per_source", config.sites_per_source},
      {"samples_per_round", config.samples_per_round},
      {"keep_unlabelled", config.keep_unlabelled},
      {"max_hops", config.cut.max_hops},
      {"max_nodes", config.cut.max_nodes},
      {"max_candidates", config.cut.max_candidates},
      {"draw_by", config.draw_by == SessionConfig::DrawBy::kSource ? kBySource : kBySymbol},
      {"partition", {{"low", config.partition_low}, {"high", config.partition_high}}},
  };
  for (int list = 0; list < pack::kNumPlaceLists; ++list) {
    json[ConditionsField(static_cast<pack::PlaceList>(list))] =
        SharesToJson(config.conditions[static_cast<size_t>(list)]);
  }
  for (const pack::TaskRow* row : pack::AllTasks()) {
    json[ProportionField(*row)] = config.proportions[static_cast<size_t>(row->task)];
  }
  return json;
}

Result<SessionConfig> SessionConfigFromJson(const Json& json) {
  SessionConfig config;
  JsonFields fields(json, "session configuration");
  std::string split(corpus::Name(config.split));
  fields.ReadUnsigned("random_seed", config.seed);
  fields.ReadText("split", split);
  fields.Read("sites_per_sample", 1, 4096, config.sites_per_sample);
  fields.Read("sites_per_source", 1, 4096, config.sites_per_source);
  fields.Read("samples_per_round", 1, 64, config.samples_per_round);
  double sum = 0;
  for (const pack::TaskRow* row : pack::AllTasks()) {
    double& proportion = config.proportions[static_cast<size_t>(row->task)];
    fields.ReadNumber(ProportionField(*row), 0, 1e6, proportion);
    sum += proportion;
  }
  ReadConditions(fields, config);
  fields.ReadBool("keep_unlabelled", config.keep_unlabelled);
  fields.Read("max_hops", 1, 64, config.cut.max_hops);
  fields.Read("max_nodes", 2, 4096, config.cut.max_nodes);
  fields.Read("max_candidates", 1, 4096, config.cut.max_candidates);
  std::string draw_by = kBySource;
  fields.ReadText("draw_by", draw_by);
  if (draw_by != kBySource && draw_by != kBySymbol) {
    fields.Fail("draw_by", "must be 'source' or 'symbol'");
  }
  config.draw_by =
      draw_by == kBySymbol ? SessionConfig::DrawBy::kSymbol : SessionConfig::DrawBy::kSource;
  ReadPartition(fields, config);
  std::optional<corpus::Split> known = corpus::SplitFromName(split);
  // The test split is for validation of releases alone.
  if (!known.has_value() || *known == corpus::Split::kTest) {
    fields.Fail("split", "must be 'train' or 'validation'");
  }
  if (sum <= 0)
    fields.Fail(ProportionField(*pack::AllTasks()[0]),
                "and the other proportions must not all be 0");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  config.split = *known;
  return config;
}

}  // namespace fastnode::draw
