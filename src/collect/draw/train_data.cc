// BuildTrainData: the training split, counted.
#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "collect/corpus/usage_builder.h"
#include "collect/draw/metainfo.h"
#include "collect/pack/tasks/words.h"
#include "collect/pack/vocabulary.h"
#include "support/hash.h"

namespace fastnode::draw {
namespace {

constexpr size_t kMostFrequent = 1000;  // attributes and bases listed in the metainfo

using Counter = std::unordered_map<std::string, int64_t>;
using Counts = std::vector<Metainfo::Count>;

void Add(const corpus::Words::Counts& counts, Counter& counter) {
  for (const auto& [text, count] : counts) counter[text] += count;
}

// Most frequent first, ties by text: no hash order in what comes out.
Counts Ranked(const Counter& counter, int64_t min_count, size_t max_rows) {
  Counts counts;
  for (const auto& [name, count] : counter) {
    if (count >= min_count) counts.push_back({name, count});
  }
  std::sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
    return a.count != b.count ? a.count > b.count : a.name < b.name;
  });
  counts.resize(std::min(counts.size(), max_rows));
  return counts;
}

// The vocabulary of the parts of all texts; one row is the unknown part's.
template <typename Split>
pack::Vocabulary MakeVocabulary(const Counter& texts, Split split, int64_t min_count,
                                int32_t max_rows) {
  Counter parts;
  for (const auto& [text, count] : texts) {
    for (std::string& part : split(text)) parts[std::move(part)] += count;
  }
  std::vector<std::string> tokens;
  for (auto& [part, count] : Ranked(parts, min_count, static_cast<size_t>(max_rows) - 1)) {
    tokens.push_back(std::move(part));
  }
  return pack::Vocabulary(std::move(tokens));
}

Counts FrequentAttributes(const corpus::UsageTable& usage) {
  Counts counts;
  for (const auto& row : usage.Rows(corpus::UsageKey(corpus::KeySpace::kAny, ""))) {
    if (counts.size() == kMostFrequent) break;
    counts.push_back({std::string(usage.Name(row.name)), corpus::Total(row.counts)});
  }
  return counts;
}

bool HasPrivatePart(std::string_view symbol) {
  return symbol.starts_with('_') || symbol.find("._") != std::string_view::npos;
}

// How often symbols are used in the projects, in the contexts that are drawn.
Status CountSymbols(const corpus::Store& store, const std::vector<int32_t>& projects,
                    int64_t min_uses, Metainfo& metainfo) {
  std::string current;
  std::array<int64_t, kNumSymbolLists> sums{};
  auto finish = [&] {
    for (int list = 0; list < kNumSymbolLists; ++list) {
      int64_t& sum = sums[static_cast<size_t>(list)];
      const bool hidden =
          static_cast<SymbolList>(list) == SymbolList::kAttribute && HasPrivatePart(current);
      if (sum >= min_uses && !hidden) {
        metainfo.symbols[static_cast<size_t>(list)].push_back({current, sum});
      }
      sum = 0;
    }
  };
  Status read = store.ForEachPosting(
      corpus::SymbolForm::kCanonical, "",
      [&](std::string_view symbol, int32_t source, const corpus::SymbolCounts& counts) {
        if (symbol != current) {
          finish();
          current = symbol;
        }
        const int32_t project = store.sources()[static_cast<size_t>(source)].project;
        if (!std::binary_search(projects.begin(), projects.end(), project)) return;
        for (int list = 0; list < kNumSymbolLists; ++list) {
          sums[static_cast<size_t>(list)] +=
              counts[static_cast<size_t>(ContextOf(static_cast<SymbolList>(list)))];
        }
      });
  finish();
  return read;
}

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
  TrainData data;
  Metainfo& metainfo = data.metainfo;
  metainfo.dataset_id = store.dataset_id();
  metainfo.config = config;
  metainfo.config_hash = HashConfig(config);
  metainfo.num_projects = static_cast<int64_t>(projects->size());

  Counter names, types, bases;
  for (int32_t project : *projects) {
    for (int32_t source : store.projects()[static_cast<size_t>(project)].sources) {
      Result<corpus::Words> words = store.ReadWords(source);
      if (!words.ok()) return words.error();
      Add(words->names, names);
      Add(words->types, types);
      Add(words->bases, bases);
      ++metainfo.num_sources;
      metainfo.num_sites += store.sources()[static_cast<size_t>(source)].sites;
    }
  }
  // Words of the language are no identifiers of a source, and candidates all the same.
  constexpr int64_t kOften = 1'000'000'000;
  for (std::string_view word : pack::Words()) names[std::string(word)] += kOften;
  metainfo.vocabularies.names = MakeVocabulary(
      names, [](const std::string& text) { return pack::SplitName(text); }, config.min_token_count,
      config.max_name_rows);
  metainfo.vocabularies.types = MakeVocabulary(
      types, [](const std::string& text) { return pack::SplitTypeName(text); },
      config.min_token_count, config.max_type_rows);
  metainfo.bases = Ranked(bases, 1, kMostFrequent);

  if (Status counted = CountSymbols(store, *projects, config.min_symbol_uses, metainfo);
      !counted.ok()) {
    return counted.error();
  }
  Result<corpus::UsageTable> usage = corpus::CorpusUsage(store, *projects);
  if (!usage.ok()) return usage.error();
  data.usage = corpus::UsageBuilder::Prune(
      *usage, {.min_projects = config.min_projects,
               .max_rows_a_key = static_cast<size_t>(config.max_rows_a_key),
               .max_rows = static_cast<size_t>(config.max_usage_rows)});
  metainfo.attributes = FrequentAttributes(data.usage);
  data.usage_bytes = data.usage.Encode();
  metainfo.usage_hash = Sha256Hex(data.usage_bytes);
  return data;
}

}  // namespace fastnode::draw
