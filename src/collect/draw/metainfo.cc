#include "collect/draw/metainfo.h"

#include <utility>

#include "support/hash.h"
#include "support/json_fields.h"
#include "support/sealed.h"

namespace fastnode::draw {
namespace {

constexpr int32_t kFormat = 2;
constexpr int32_t kMaxVocabularyRows = 1 << 20;
constexpr const char* kSymbolFields[kNumSymbolLists] = {"attribute_symbols", "base_symbols",
                                                        "call_symbols"};

Json CountsToJson(const std::vector<Metainfo::Count>& counts) {
  Json json = Json::array();
  for (const Metainfo::Count& count : counts) json.push_back({count.name, count.count});
  return json;
}

void ReadCounts(const std::string& name, JsonFields& fields, std::vector<Metainfo::Count>& counts) {
  const Json* json = fields.ReadAny(name);
  if (json == nullptr) return;
  if (!json->is_array()) return fields.Fail(name, "must be a list");
  for (const Json& pair : *json) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() ||
        !pair[1].is_number_unsigned() || pair[1].get<uint64_t>() > INT64_MAX) {
      return fields.Fail(name, "must be a list of [text, count]");
    }
    counts.push_back({pair[0].get<std::string>(), pair[1].get<int64_t>()});
  }
}

void ReadVocabulary(const std::string& name, JsonFields& fields, pack::Vocabulary& vocabulary) {
  std::vector<std::string> tokens;
  fields.ReadTexts(name, tokens);
  if (tokens.size() >= kMaxVocabularyRows) return fields.Fail(name, "has too many rows");
  vocabulary = pack::Vocabulary(std::move(tokens));
}

}  // namespace

Json TrainDataConfigToJson(const TrainDataConfig& config) {
  return {
      {"packages", config.packages},
      {"max_name_rows", config.max_name_rows},
      {"max_type_rows", config.max_type_rows},
      {"min_token_count", config.min_token_count},
      {"min_projects", config.min_projects},
      {"max_rows_a_key", config.max_rows_a_key},
      {"max_usage_rows", config.max_usage_rows},
      {"min_symbol_uses", config.min_symbol_uses},
  };
}

Result<TrainDataConfig> TrainDataConfigFromJson(const Json& json) {
  TrainDataConfig config;
  JsonFields fields(json, "traindata configuration");
  fields.ReadTexts("packages", config.packages);
  fields.Read("max_name_rows", 1, kMaxVocabularyRows, config.max_name_rows);
  fields.Read("max_type_rows", 1, kMaxVocabularyRows, config.max_type_rows);
  fields.Read("min_token_count", 1, INT32_MAX, config.min_token_count);
  fields.Read("min_projects", 1, INT32_MAX, config.min_projects);
  fields.Read("max_rows_a_key", 1, INT32_MAX, config.max_rows_a_key);
  fields.Read("max_usage_rows", 1, 1'000'000'000, config.max_usage_rows);
  fields.Read("min_symbol_uses", 1, INT32_MAX, config.min_symbol_uses);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  return config;
}

std::string HashConfig(const TrainDataConfig& config) {
  return HashContent(PrintJson(TrainDataConfigToJson(config))).Hex().substr(0, 16);
}

std::string EncodeMetainfo(const Metainfo& metainfo) {
  Json json = {
      {"format", metainfo.format},
      {"dataset_id", metainfo.dataset_id},
      {"config_hash", metainfo.config_hash},
      {"config", TrainDataConfigToJson(metainfo.config)},
      {"usage_hash", metainfo.usage_hash},
      {"num_projects", metainfo.num_projects},
      {"num_sources", metainfo.num_sources},
      {"num_sites", metainfo.num_sites},
      {"attributes", CountsToJson(metainfo.attributes)},
      {"bases", CountsToJson(metainfo.bases)},
      {"names", metainfo.vocabularies.names.tokens()},
      {"types", metainfo.vocabularies.types.tokens()},
  };
  for (size_t list = 0; list < kNumSymbolLists; ++list) {
    json[kSymbolFields[list]] = CountsToJson(metainfo.symbols[list]);
  }
  return PrintSealed(std::move(json));
}

Result<Metainfo> DecodeMetainfo(std::string_view text) {
  Result<Json> json = ParseSealed(text);
  if (!json.ok()) {
    return Error{"the metainfo " + json.error().message + "; make it again with 'make traindata'"};
  }
  return MetainfoFromJson(*json);
}

Result<Metainfo> MetainfoFromJson(const Json& json) {
  Metainfo metainfo;
  JsonFields fields(json, "metainfo");
  fields.ReadAny(kChecksumField);
  fields.Read("format", kFormat, kFormat, metainfo.format);
  fields.ReadText("dataset_id", metainfo.dataset_id);
  fields.ReadText("config_hash", metainfo.config_hash);
  if (const Json* config = fields.ReadAny("config")) {
    Result<TrainDataConfig> read = TrainDataConfigFromJson(*config);
    if (!read.ok()) return read.error().Context("metainfo");
    metainfo.config = std::move(*read);
  }
  fields.ReadText("usage_hash", metainfo.usage_hash);
  fields.Read("num_projects", 0, INT64_MAX, metainfo.num_projects);
  fields.Read("num_sources", 0, INT64_MAX, metainfo.num_sources);
  fields.Read("num_sites", 0, INT64_MAX, metainfo.num_sites);
  ReadCounts("attributes", fields, metainfo.attributes);
  ReadCounts("bases", fields, metainfo.bases);
  ReadVocabulary("names", fields, metainfo.vocabularies.names);
  ReadVocabulary("types", fields, metainfo.vocabularies.types);
  for (size_t list = 0; list < kNumSymbolLists; ++list) {
    ReadCounts(kSymbolFields[list], fields, metainfo.symbols[list]);
  }
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (metainfo.dataset_id.empty()) return Error{"metainfo: no dataset_id"};
  return metainfo;
}

}  // namespace fastnode::draw
