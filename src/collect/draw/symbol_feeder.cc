#include "collect/draw/symbol_feeder.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "collect/pack/tasks/tasks.h"
#include "support/check.h"

namespace fastnode::draw {
namespace {

using corpus::SymbolContext;

std::string_view ParentOf(std::string_view symbol) {
  size_t dot = symbol.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : symbol.substr(0, dot);
}

}  // namespace

corpus::SymbolContext ContextOf(SymbolList list) {
  switch (list) {
    case SymbolList::kAttribute:
      return SymbolContext::kAttribute;
    case SymbolList::kBase:
      return SymbolContext::kName;
    case SymbolList::kCall:
      return SymbolContext::kCallFunc;
  }
  return SymbolContext::kExpr;
}

SymbolList ListOf(pack::Task task) {
  const corpus::SymbolContext wanted = pack::RowOf(task).symbols;
  int list = 0;
  while (list < kNumSymbolLists && ContextOf(static_cast<SymbolList>(list)) != wanted) ++list;
  CHECK(list < kNumSymbolLists);
  return static_cast<SymbolList>(list);
}

namespace {

// The symbol of each place of the list that a task is asked at.
const std::vector<uint32_t>& SymbolsOfPlaces(const corpus::FileSymbols& symbols, SymbolList list) {
  switch (list) {
    case SymbolList::kAttribute:
      return symbols.attribute_of_use;
    case SymbolList::kBase:
      return symbols.base_of_use;
    case SymbolList::kCall:
      break;
  }
  return symbols.callee_of_place;
}

}  // namespace

std::vector<double> SymbolWeights(const std::vector<Metainfo::Count>& counts, SymbolList list) {
  std::vector<double> weights;
  if (list != SymbolList::kAttribute) {
    for (const Metainfo::Count& count : counts) weights.push_back(static_cast<double>(count.count));
    return weights;
  }
  struct Family {
    double sum = 0, entropy = 0;
  };
  std::map<std::string_view, Family> families;
  for (const Metainfo::Count& count : counts) {
    families[ParentOf(count.name)].sum += static_cast<double>(count.count);
  }
  for (const Metainfo::Count& count : counts) {
    Family& family = families[ParentOf(count.name)];
    const double share = static_cast<double>(count.count) / family.sum;
    if (share > 0) family.entropy -= share * std::log(share);
  }
  for (const Metainfo::Count& count : counts) {
    const Family& family = families[ParentOf(count.name)];
    weights.push_back(std::sqrt(family.sum) * family.entropy * static_cast<double>(count.count) /
                      family.sum);
  }
  return weights;
}

Result<SymbolFeeder> SymbolFeeder::Create(const corpus::Store& store, const Metainfo& metainfo,
                                          const std::vector<int32_t>& sources) {
  SymbolFeeder feeder;
  for (int list = 0; list < kNumSymbolLists; ++list) {
    const std::vector<Metainfo::Count>& counts = metainfo.symbols[static_cast<size_t>(list)];
    const auto context = static_cast<size_t>(ContextOf(static_cast<SymbolList>(list)));
    std::vector<double> weights = SymbolWeights(counts, static_cast<SymbolList>(list));
    Feed& feed = feeder.feeds_[static_cast<size_t>(list)];
    double sum = 0;
    for (size_t i = 0; i < counts.size(); ++i) {
      if (weights[i] <= 0) continue;
      std::vector<int32_t> users;
      Status read = store.ForEachUse(
          corpus::SymbolForm::kCanonical, counts[i].name,
          [&](std::string_view, int32_t source, const corpus::SymbolCounts& uses) {
            const bool ours = std::binary_search(sources.begin(), sources.end(), source);
            if (ours && uses[context] > 0) users.push_back(source);
          });
      if (!read.ok()) return read.error();
      if (users.empty()) continue;
      sum += weights[i];
      feed.symbols.push_back(counts[i].name);
      feed.weight_end.push_back(sum);
      feed.sources.push_back(std::move(users));
    }
  }
  return feeder;
}

SymbolFeeder::Draw SymbolFeeder::Next(pack::Task task, Random& random) const {
  const Feed& feed = feeds_[static_cast<size_t>(ListOf(task))];
  if (feed.symbols.empty()) return {};
  const double weight = random.Uniform() * feed.weight_end.back();
  auto place = std::upper_bound(feed.weight_end.begin(), feed.weight_end.end(), weight);
  const auto at =
      std::min(static_cast<size_t>(place - feed.weight_end.begin()), feed.symbols.size() - 1);
  const std::vector<int32_t>& users = feed.sources[at];
  return {users[random.Below(users.size())], feed.symbols[at]};
}

Result<std::vector<int32_t>> SymbolFeeder::PlacesOf(const corpus::Store& store, const Draw& draw,
                                                    pack::Task task) {
  Result<corpus::FileSymbols> symbols = store.Symbols(draw.source);
  if (!symbols.ok()) return symbols.error();
  const auto& rows = symbols->rows[static_cast<size_t>(corpus::SymbolForm::kCanonical)];
  auto row = std::lower_bound(
      rows.begin(), rows.end(), draw.symbol,
      [](const corpus::FileSymbols::Row& a, const std::string& b) { return a.symbol < b; });
  std::vector<int32_t> places;
  if (row == rows.end() || row->symbol != draw.symbol) return places;
  const auto wanted = static_cast<uint32_t>(row - rows.begin());
  const std::vector<uint32_t>& symbol_of = SymbolsOfPlaces(*symbols, ListOf(task));
  for (size_t at = 0; at < symbol_of.size(); ++at) {
    if (symbol_of[at] == wanted) places.push_back(static_cast<int32_t>(at));
  }
  return places;
}

}  // namespace fastnode::draw
