#include "collect/draw/training_counts.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "collect/pack/vocabulary.h"

namespace fastnode::draw {
namespace {

using Counter = std::unordered_map<std::string, int64_t>;

void AddWords(const corpus::Words::Counts& counts, Counter& counter) {
  for (const auto& [text, count] : counts) counter[text] += count;
}

template <typename Split>
Counter PartsOf(const Counter& texts, Split split) {
  Counter parts;
  for (const auto& [text, count] : texts) {
    for (std::string& part : split(text)) parts[std::move(part)] += count;
  }
  return parts;
}

void Give(Counted what, const Counter& counter, CountsSink& sink) {
  std::vector<const Counter::value_type*> sorted;
  sorted.reserve(counter.size());
  for (const auto& one : counter) sorted.push_back(&one);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  for (const auto* one : sorted) sink.AddText(what, one->first, {one->second});
}

Status CountWords(const corpus::Store& store, const std::vector<int32_t>& projects,
                  CountsSink& sink) {
  Counter names, types, bases;
  TrainingSize size;
  size.projects = std::ssize(projects);
  for (int32_t project : projects) {
    for (int32_t source : store.projects()[static_cast<size_t>(project)].sources) {
      Result<corpus::Words> words = store.ReadWords(source);
      if (!words.ok()) return words.error();
      AddWords(words->names, names);
      AddWords(words->types, types);
      AddWords(words->bases, bases);
      ++size.sources;
      size.sites += store.sources()[static_cast<size_t>(source)].sites;
    }
  }
  sink.AddSize(size);
  const auto of_name = [](const std::string& text) { return pack::SplitName(text); };
  const auto of_type = [](const std::string& text) { return pack::SplitTypeName(text); };
  Give(Counted::kNamePart, PartsOf(names, of_name), sink);
  Give(Counted::kTypePart, PartsOf(types, of_type), sink);
  Give(Counted::kBase, bases, sink);
  return {};
}

// How often symbols are used in the projects, in the contexts that are drawn.
Status CountSymbols(const corpus::Store& store, const std::vector<int32_t>& projects,
                    CountsSink& sink) {
  std::string current;
  TextCounts sums{};
  auto finish = [&] {
    if (sums != TextCounts{}) sink.AddText(Counted::kSymbol, current, sums);
    sums = {};
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
        for (size_t list = 0; list < sums.size(); ++list) {
          sums[list] += counts[static_cast<size_t>(ContextOf(static_cast<SymbolList>(list)))];
        }
      });
  finish();
  return read;
}

}  // namespace

Status CountTraining(const corpus::Store& store, const std::vector<int32_t>& projects,
                     CountsSink& sink) {
  if (Status words = CountWords(store, projects, sink); !words.ok()) return words;
  if (Status symbols = CountSymbols(store, projects, sink); !symbols.ok()) return symbols;
  Result<corpus::UsageTable> usage = corpus::CorpusUsage(store, projects);
  if (!usage.ok()) return usage.error();
  for (size_t i = 0; i < usage->num_keys(); ++i) {
    sink.AddUsage(usage->key(i), corpus::NamedRows(*usage, i));
  }
  sink.Finish();
  return {};
}

}  // namespace fastnode::draw
