// Names in the order in which simple rules put what the file, the project and the corpus use. None
// of them sees the name at the cursor (attribute_baselines_test.cc).
#include "qualify/ask/attribute_baselines.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/types.h"
#include "collect/pack/candidates.h"

namespace fastnode::qualify {
namespace {

using corpus::KeySpace;
using corpus::UsageKey;

void AppendRows(const corpus::UsageTable* table, uint64_t key, OrderedList& list) {
  if (table == nullptr || key == 0) return;
  for (const corpus::UsageTable::Row& row : table->Rows(key)) {
    if (list.full()) return;
    list.Append(table->Name(row.name));
  }
}

uint64_t AnyKey() { return UsageKey(KeySpace::kAny, ""); }

// The other uses of the file, nearest before the site first, then those after it from the site on.
std::vector<size_t> ByRecency(const AnalysedQuestion& question) {
  std::vector<size_t> order;
  const auto site = static_cast<size_t>(question.use);
  for (size_t i = site; i-- > 0;) order.push_back(i);
  for (size_t i = site + 1; i < question.source.index.attributes.size(); ++i) order.push_back(i);
  return order;
}

std::string_view NameOfUse(const AnalysedQuestion& question, size_t use) {
  const bind::FileIndex& index = question.source.index;
  return index.tree.Text(index.attributes[use].name);
}

uint64_t BaseKey(const AnalysedQuestion& question, size_t use) {
  return question.source.use_keys[use].base;
}

std::set<std::string> MembersOfBase(const AnalysedQuestion& question) {
  const bind::FileIndex& index = question.source.index;
  const bind::AttributeUse& site = index.attributes[static_cast<size_t>(question.use)];
  const types::Environment library(question.library);
  types::TypeEvaluator types(
      index, question.environment == nullptr ? library : *question.environment, {site.name});
  std::set<std::string> names;
  for (const types::Member& member : types.Members(types.TypeOf(site.base))) {
    names.emplace(member.name);
  }
  return names;
}

}  // namespace

Ranking Popularity(const AnalysedQuestion& question) {
  OrderedList list;
  AppendRows(question.usage.corpus, AnyKey(), list);
  return list.Take();
}

Ranking PopularityByBase(const AnalysedQuestion& question) {
  OrderedList list;
  AppendRows(question.usage.corpus, BaseKey(question, static_cast<size_t>(question.use)), list);
  AppendRows(question.usage.corpus, AnyKey(), list);
  return list.Take();
}

Ranking Recency(const AnalysedQuestion& question) {
  OrderedList list;
  const uint64_t base = BaseKey(question, static_cast<size_t>(question.use));
  const std::vector<size_t> order = ByRecency(question);
  for (size_t use : order) {
    if (base != 0 && BaseKey(question, use) == base) list.Append(NameOfUse(question, use));
  }
  for (size_t use : order) list.Append(NameOfUse(question, use));
  AppendRows(question.usage.corpus, AnyKey(), list);
  return list.Take();
}

Ranking Alphabetical(const AnalysedQuestion& question) {
  std::set<std::string> names = MembersOfBase(question);
  for (size_t use : ByRecency(question)) names.emplace(NameOfUse(question, use));
  OrderedList list;
  for (const std::string& name : names) list.Append(name);
  return list.Take();
}

Ranking Members(const AnalysedQuestion& question) {
  const std::set<std::string> members = MembersOfBase(question);
  const uint64_t base = BaseKey(question, static_cast<size_t>(question.use));
  OrderedList list;
  for (bool same_base : {true, false}) {
    for (size_t use : ByRecency(question)) {
      if (same_base && (base == 0 || BaseKey(question, use) != base)) continue;
      std::string name(NameOfUse(question, use));
      if (members.contains(name)) list.Append(name);
    }
  }
  for (const std::string& name : members) list.Append(name);
  return list.Take();
}

std::vector<std::string> AttributeBaselines() {
  std::vector<std::string> names;
  for (const Baseline& baseline : kAttributeBaselines) names.emplace_back(baseline.name);
  return names;
}

Result<std::vector<Ranking>> RankAttributeBaselines(const Question& question,
                                                    const types::Library& library,
                                                    const Shared& shared) {
  Result<predict::FoundSite> site = FindAsked(question, pack::Task::kAttribute, shared.memory);
  if (!site.ok()) return site.error();
  const AnalysedQuestion analysed{*site->source, site->at, question.usage, library,
                                  question.environment};
  std::vector<Ranking> rankings;
  for (const Baseline& baseline : kAttributeBaselines) {
    Ranking& ranking = rankings.emplace_back(baseline.rank(analysed));
    std::erase_if(ranking,
                  [&](const Scored& one) { return !pack::Fits(one.name, question.prefix); });
  }
  return rankings;
}

}  // namespace fastnode::qualify
