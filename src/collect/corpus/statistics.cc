// Postings come sorted by symbol, so one pass with the sums of the current symbol counts them all
// in constant memory.
#include "collect/corpus/statistics.h"

#include <fmt/format.h>

namespace fastnode::corpus {
namespace {

Status CountSymbols(const Store& store, Statistics& statistics) {
  std::string last;
  SymbolCounts uses{};  // sums for `last`
  auto finish_symbol = [&] {
    for (size_t context = 0; context < uses.size(); ++context) {
      statistics.symbols[context].symbols += uses[context] > 0;
      statistics.symbols[context].uses += uses[context];
    }
    uses.fill(0);
  };
  Status read = store.ForEachPosting(
      SymbolForm::kCanonical, "",
      [&](std::string_view symbol, int32_t index, const SymbolCounts& counts) {
        const Source& source = store.sources()[static_cast<size_t>(index)];
        const Project& project = store.projects()[static_cast<size_t>(source.project)];
        if (project.split != Split::kTrain) return;
        if (symbol != last) finish_symbol();
        last = symbol;
        for (size_t context = 0; context < uses.size(); ++context) uses[context] += counts[context];
      });
  finish_symbol();
  return read;
}

}  // namespace

Result<Statistics> Measure(const Store& store) {
  Statistics statistics;
  statistics.dataset_id = store.dataset_id();
  statistics.skipped = store.skipped();
  for (const Project& project : store.projects()) {
    auto& split = statistics.splits[static_cast<size_t>(project.split)];
    ++split.projects;
    for (int32_t index : project.sources) {
      const Source& source = store.sources()[static_cast<size_t>(index)];
      ++split.files;
      split.lines += source.lines;
      split.bytes += source.bytes;
      split.sites += source.sites;
      split.base_sites += source.base_sites;
    }
  }
  if (Status counted = CountSymbols(store, statistics); !counted.ok()) return counted.error();
  return statistics;
}

Json ToJson(const Statistics& statistics) {
  Json json = {{"dataset_id", statistics.dataset_id},
               {"splits", Json::object()},
               {"symbols", Json::object()},
               {"skipped", statistics.skipped}};
  for (int i = 0; i < kNumSplits; ++i) {
    const auto& split = statistics.splits[static_cast<size_t>(i)];
    json["splits"][std::string(Name(static_cast<Split>(i)))] = {
        {"projects", split.projects}, {"files", split.files}, {"lines", split.lines},
        {"bytes", split.bytes},       {"sites", split.sites}, {"base_sites", split.base_sites}};
  }
  for (int i = 0; i < kNumSymbolContexts; ++i) {
    const auto& context = statistics.symbols[static_cast<size_t>(i)];
    json["symbols"][std::string(Name(static_cast<SymbolContext>(i)))] = {
        {"symbols", context.symbols}, {"uses", context.uses}};
  }
  return json;
}

std::string PrintTable(const Statistics& statistics) {
  std::string text = fmt::format("{:<12}{:>10}{:>10}{:>12}{:>14}{:>14}{:>14}\n", "split",
                                 "projects", "files", "lines", "bytes", "attributes", "with name");
  for (int i = 0; i < kNumSplits; ++i) {
    const auto& split = statistics.splits[static_cast<size_t>(i)];
    text += fmt::format("{:<12}{:>10}{:>10}{:>12}{:>14}{:>14}{:>14}\n", Name(static_cast<Split>(i)),
                        split.projects, split.files, split.lines, split.bytes, split.sites,
                        split.base_sites);
  }
  text += fmt::format("\n{:<26}{:>10}{:>12}\n", "training split, context", "symbols", "uses");
  for (int i = 0; i < kNumSymbolContexts; ++i) {
    const auto& context = statistics.symbols[static_cast<size_t>(i)];
    text += fmt::format("{:<26}{:>10}{:>12}\n", Name(static_cast<SymbolContext>(i)),
                        context.symbols, context.uses);
  }
  text += "\n";
  for (const auto& [reason, count] : statistics.skipped) {
    text += fmt::format("left out: {:>8}  {}\n", count, reason);
  }
  return text + "dataset " + statistics.dataset_id + "\n";
}

}  // namespace fastnode::corpus
