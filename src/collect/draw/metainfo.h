// What `traindata` makes and every later stage reads: out/metainfo.json (vocabularies,
// distributions, identities) and beside it out/usage.bin (the corpus usage table, see
// corpus/usage.h).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "collect/corpus/store.h"
#include "collect/corpus/usage_table.h"
#include "collect/pack/cut.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::draw {

struct TrainDataConfig {
  std::vector<std::string> packages;  // projects to train on; empty: all of the training split
  int32_t max_name_rows = 12000;
  int32_t max_type_rows = 4000;
  int32_t min_token_count = 5;  // a subtoken must occur this often in the training split
  uint32_t min_projects = 2;    // of a row of the usage table
  int64_t max_rows_a_key = 64;
  int64_t max_usage_rows = 330'000;
  int64_t min_symbol_uses = 20;  // of a symbol in the distributions
};

// The distributions over symbols (symbol_feeder.h).
enum class SymbolList : uint8_t { kAttribute, kBase, kCall };
inline constexpr int kNumSymbolLists = 3;
corpus::SymbolContext ContextOf(SymbolList list);

struct Metainfo {
  int32_t format = 2;
  std::string dataset_id;   // of the corpus store it was made from
  std::string config_hash;  // of `config`
  TrainDataConfig config;   // what it was made by
  std::string usage_hash;   // SHA-256 of usage.bin
  pack::Vocabularies vocabularies;
  struct Count {
    std::string name;
    int64_t count;
  };
  std::vector<Count> attributes;  // most frequent attribute names of the training split
  std::vector<Count> bases;       // most frequent base texts
  // Canonical symbols with how often they stand in the list's context, sorted by symbol. Of
  // attributes those without a part that begins with an underscore.
  std::array<std::vector<Count>, kNumSymbolLists> symbols;
  int64_t num_projects = 0, num_sources = 0, num_sites = 0;
};

// JSON with its own checksum (support/sealed.h), stable. Errors say what to do.
std::string EncodeMetainfo(const Metainfo& metainfo);
Result<Metainfo> DecodeMetainfo(std::string_view json);
// As it came over the wire: its checksum, which is of a text, is not asked for.
Result<Metainfo> MetainfoFromJson(const Json& json);

Json TrainDataConfigToJson(const TrainDataConfig& config);
// Absent fields keep their defaults; unknown ones, wrong types and values out of range are errors
// that name the field.
Result<TrainDataConfig> TrainDataConfigFromJson(const Json& json);
std::string HashConfig(const TrainDataConfig& config);  // 16 hexadecimal digits

// Metainfo and usage table of one configuration, made from the training split.
struct TrainData {
  Metainfo metainfo;
  corpus::UsageTable usage;
  std::string usage_bytes;  // usage.Encode()
};

// Same store and configuration, same bytes. Errors: a package that the store's training split
// lacks, a split without sources, damaged rows.
Result<TrainData> BuildTrainData(const corpus::Store& store, const TrainDataConfig& config);
// The same of a folder. Of a corpus in parts the counts are added up (count_parts.h), and a part
// that is counted does not have to be there, unless packages are listed.
Result<TrainData> BuildTrainData(const std::string& folder, const TrainDataConfig& config);

}  // namespace fastnode::draw
