// Everything is made of sums (training_counts.h), by one maker, whether they come from a store or
// from the counts of parts. So a corpus in parts gets what one store would.
#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "collect/corpus/catalogue.h"
#include "collect/draw/count_parts.h"
#include "collect/draw/counts_file.h"
#include "collect/draw/metainfo.h"
#include "collect/draw/training_counts.h"
#include "collect/pack/tasks/words.h"
#include "collect/pack/vocabulary.h"
#include "support/hash.h"

namespace fastnode::draw {
namespace {

constexpr size_t kMostFrequent = 1000;  // attributes and bases listed in the metainfo

using Counts = std::vector<Metainfo::Count>;

// Most frequent first, ties by text, at most so many: of what comes one by one.
class MostFrequent {
 public:
  explicit MostFrequent(size_t limit) : limit_(limit) {}

  void Add(std::string_view name, int64_t count) {
    counts_.push_back({std::string(name), count});
    if (counts_.size() > 2 * limit_ + 10'000) KeepMost();
  }
  Counts Take() {
    KeepMost();
    std::sort(counts_.begin(), counts_.end(), Before);
    return std::move(counts_);
  }

 private:
  static bool Before(const Metainfo::Count& a, const Metainfo::Count& b) {
    return a.count != b.count ? a.count > b.count : a.name < b.name;
  }
  void KeepMost() {
    if (counts_.size() <= limit_) return;
    std::nth_element(counts_.begin(), counts_.begin() + static_cast<ptrdiff_t>(limit_),
                     counts_.end(), Before);
    counts_.resize(limit_);
  }

  const size_t limit_;
  Counts counts_;
};

bool HasPrivatePart(std::string_view symbol) {
  return symbol.starts_with('_') || symbol.find("._") != std::string_view::npos;
}

class TrainDataMaker : public CountsSink {
 public:
  explicit TrainDataMaker(const TrainDataConfig& config)
      : config_(config),
        // One row of each vocabulary is the unknown part's.
        names_(static_cast<size_t>(config.max_name_rows) - 1),
        types_(static_cast<size_t>(config.max_type_rows) - 1),
        bases_(kMostFrequent),
        usage_({.min_projects = config.min_projects,
                .max_rows_a_key = static_cast<size_t>(config.max_rows_a_key),
                .max_rows = static_cast<size_t>(config.max_usage_rows)}) {
    // Words of the language are no identifiers of a source, and candidates all the same.
    for (std::string_view word : pack::Words()) {
      for (std::string& part : pack::SplitName(word)) ++words_[std::move(part)];
    }
  }

  void AddSize(const TrainingSize& size) override {
    Metainfo& metainfo = data_.metainfo;
    metainfo.num_projects = size.projects;
    metainfo.num_sources = size.sources;
    metainfo.num_sites = size.sites;
  }

  void AddText(Counted what, std::string_view text, const TextCounts& counts) override {
    switch (what) {
      case Counted::kNamePart:
        return AddNamePart(text, counts[0]);
      case Counted::kTypePart:
        if (counts[0] >= config_.min_token_count) types_.Add(text, counts[0]);
        return;
      case Counted::kBase:
        return bases_.Add(text, counts[0]);
      case Counted::kSymbol:
        return AddSymbol(text, counts);
    }
  }

  void AddUsage(uint64_t key, std::vector<corpus::NamedRow> rows) override {
    usage_.Add(key, std::move(rows));
  }

  void Finish() override {
    for (const auto& [part, number] : words_) names_.Add(part, number * kOften);
    Metainfo& metainfo = data_.metainfo;
    metainfo.config = config_;
    metainfo.config_hash = HashConfig(config_);
    metainfo.vocabularies.names = Vocabulary(names_);
    metainfo.vocabularies.types = Vocabulary(types_);
    metainfo.bases = bases_.Take();
    data_.usage = std::move(usage_).Finish();
    metainfo.attributes = FrequentAttributes();
    data_.usage_bytes = data_.usage.Encode();
    metainfo.usage_hash = Sha256Hex(data_.usage_bytes);
  }

  TrainData Take(std::string dataset_id) {
    data_.metainfo.dataset_id = std::move(dataset_id);
    return std::move(data_);
  }

 private:
  static constexpr int64_t kOften = 1'000'000'000;

  void AddNamePart(std::string_view part, int64_t count) {
    if (const auto word = words_.find(part); word != words_.end()) {
      count += word->second * kOften;
      words_.erase(word);
    }
    if (count >= config_.min_token_count) names_.Add(part, count);
  }

  void AddSymbol(std::string_view symbol, const TextCounts& counts) {
    for (size_t list = 0; list < counts.size(); ++list) {
      const bool hidden =
          static_cast<SymbolList>(list) == SymbolList::kAttribute && HasPrivatePart(symbol);
      if (counts[list] >= config_.min_symbol_uses && !hidden) {
        data_.metainfo.symbols[list].push_back({std::string(symbol), counts[list]});
      }
    }
  }

  static pack::Vocabulary Vocabulary(MostFrequent& parts) {
    std::vector<std::string> tokens;
    for (Metainfo::Count& one : parts.Take()) tokens.push_back(std::move(one.name));
    return pack::Vocabulary(std::move(tokens));
  }

  Counts FrequentAttributes() const {
    Counts counts;
    const corpus::UsageTable& usage = data_.usage;
    for (const auto& row : usage.Rows(corpus::UsageKey(corpus::KeySpace::kAny, ""))) {
      if (counts.size() == kMostFrequent) break;
      counts.push_back({std::string(usage.Name(row.name)), corpus::Total(row.counts)});
    }
    return counts;
  }

  const TrainDataConfig config_;
  TrainData data_;
  std::map<std::string, int64_t, std::less<>> words_;  // parts of words, that are not counted yet
  MostFrequent names_, types_, bases_;
  corpus::UsagePruner usage_;
};

Result<std::vector<int32_t>> TrainingProjects(const corpus::Store& store,
                                              const TrainDataConfig& config) {
  auto projects = corpus::ProjectsOf(store, corpus::Split::kTrain, config.packages);
  if (!projects.ok()) return projects.error();
  for (const std::string& name : config.packages) {
    int32_t project = store.FindProject(name);
    if (!std::binary_search(projects->begin(), projects->end(), project)) {
      return Error{"project '" + name + "' is not in the training split"};
    }
  }
  if (projects->empty()) return Error{"the corpus has no project in its training split"};
  return projects;
}

}  // namespace

Result<TrainData> BuildTrainData(const corpus::Store& store, const TrainDataConfig& config) {
  Result<std::vector<int32_t>> projects = TrainingProjects(store, config);
  if (!projects.ok()) return projects.error();
  TrainDataMaker maker(config);
  if (Status counted = CountTraining(store, *projects, maker); !counted.ok()) {
    return counted.error();
  }
  return maker.Take(store.dataset_id());
}

Result<TrainData> BuildTrainData(const std::string& folder, const TrainDataConfig& config) {
  if (!corpus::HasCatalogue(folder) || !config.packages.empty()) {
    Result<corpus::Store> store = corpus::Store::Open(folder);
    if (!store.ok()) return store.error();
    return BuildTrainData(*store, config);
  }
  Result<corpus::Catalogue> catalogue = corpus::ReadCatalogue(folder);
  if (!catalogue.ok()) return catalogue.error();
  Result<std::vector<CountsFile>> counts = CountsOfParts(folder, *catalogue);
  if (!counts.ok()) return counts.error();
  TrainDataMaker maker(config);
  if (Status added = AddUpCounts(*counts, maker); !added.ok()) return added.error().Context(folder);
  TrainData data = maker.Take(catalogue->dataset_id);
  if (data.metainfo.num_projects == 0) {
    return Error{"the corpus has no project in its training split"};
  }
  return data;
}

}  // namespace fastnode::draw
