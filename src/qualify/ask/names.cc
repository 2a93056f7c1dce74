#include "qualify/ask/names.h"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>
#include <utility>

#include "analyze/bind/reads.h"
#include "collect/pack/analyse.h"
#include "collect/pack/tasks/tasks.h"
#include "collect/pack/tasks/variables.h"
#include "qualify/ask/condition.h"

namespace fastnode::qualify {
namespace {

using pack::Task;

enum : size_t { kBound, kUnbound, kWord };

const pack::TaskRow& Row() { return pack::RowOf(Task::kName); }

std::vector<int32_t> NamePlaces(const bind::FileIndex& index, SiteList&) {
  const std::vector<ast::NodeId> reads = bind::FindReads(index);
  std::vector<int32_t> places;
  for (size_t at = 0; at < reads.size(); ++at) {
    if (Row().has_answer(index.tree, {.read = reads[at]})) {
      places.push_back(static_cast<int32_t>(at));
    }
  }
  return places;
}

Site MakeNameSite(const bind::FileIndex& index, const types::Library&, int32_t at) {
  const ast::NodeId read = bind::FindReads(index)[static_cast<size_t>(at)];
  const pack::Place place{.read = read};
  Site site;
  site.task = Task::kName;
  site.at = at;
  SetBlank(index.tree, Row().blank(index.tree, place), site);
  site.expected = site.symbol = Row().truth(index.tree, place);
  const bool is_name = bind::IsName(index.tree, read);
  site.slice = !is_name ? kWord : index.variable_of[read] != bind::kNone ? kBound : kUnbound;
  return site;
}

// Candidates in the order of a key, the smallest first; ties by text.
template <typename KeyOf>
Ranking By(const pack::Cut& cut, std::string_view prefix, const KeyOf& key_of) {
  std::vector<size_t> order;
  for (size_t i = 0; i < cut.candidates.size(); ++i) {
    if (pack::Fits(cut.candidates[i], prefix)) order.push_back(i);
  }
  auto feature = [&](size_t candidate) {
    return [&, candidate](int slot) -> int {
      return cut.sample
          .candidate_features[candidate * pack::kNumCandidateFeatures + static_cast<size_t>(slot)];
    };
  };
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const auto of_a = key_of(feature(a)), of_b = key_of(feature(b));
    return of_a != of_b ? of_a < of_b : cut.candidates[a] < cut.candidates[b];
  });
  OrderedList list;
  for (size_t candidate : order) list.Append(cut.candidates[candidate]);
  return list.Take();
}

// 0: of the function itself.
template <typename Feature>
int DistanceOfScope(const Feature& f) {
  if (f(pack::kUnbound) != 0) return 3;
  if (f(pack::kIsParameter) != 0 || f(pack::kFunctionReferences) != 0) return 0;
  return f(pack::kOfOuterFunction) != 0 ? 1 : 2;
}

}  // namespace

const SiteKind& NameSites() {
  static const SiteKind kind = {"name", {"bound", "unbound", "word"}, NamePlaces, MakeNameSite};
  return kind;
}

Result<Ranking> AskForName(const Question& question, const predict::Completer& completer,
                           Shared& shared) {
  predict::Request request = RequestOf(question, shared.memory);
  request.budget.max_completions = kMaxCompletions;
  const predict::Known known = completer.Know(request.question, request.given);
  Result<predict::FoundSite> site = FindAnything(question, shared.memory);
  if (site.ok() && site->task != Task::kName) site = predict::AsRead(*site);
  if (site.ok() && site->at < 0) site = Error{"took the cursor for another place"};
  if (site.ok()) {
    Result<predict::Decision> decision =
        completer.Decide(*site->source, site->at, Task::kName, known);
    if (decision.ok()) {
      shared.cut = std::move(decision->cut);
    } else {
      shared.cut = decision.error();
    }
  } else {
    shared.cut = site.error();
  }
  Result<predict::Answer> answer = completer.Complete(request.question, known, request.budget);
  if (!answer.ok()) return answer.error();
  if (answer->task == Task::kAttribute) return Error{"took the cursor for another place"};
  Ranking ranking;
  for (const predict::Completion& completion : answer->completions) {
    ranking.push_back({completion.text, completion.probability});
  }
  return ranking;
}

std::vector<std::string> NameBaselines() {
  return {"popularity", "recency", "nearest scope", "counts", "alphabetical"};
}

Result<std::vector<Ranking>> RankNameBaselines(const Question& question, const types::Library&,
                                               const Shared& shared) {
  if (!shared.cut.ok()) return shared.cut.error();
  const pack::Cut& cut = *shared.cut;
  auto by = [&](const auto& key_of) { return By(cut, question.prefix, key_of); };
  auto by_slots = [&](std::span<const int> slots) {
    return by([slots](const auto& f) {
      std::array<int, 3> key{};
      for (size_t i = 0; i < std::min(key.size(), slots.size()); ++i) key[i] = -f(slots[i]);
      return key;
    });
  };
  return std::vector<Ranking>{
      by_slots(Row().popularity), by_slots(Row().recency), by([](const auto& f) {
        return std::tuple(DistanceOfScope(f), -f(pack::kLastReference), -f(pack::kReferences));
      }),
      by([](const auto& f) { return -f(pack::kPrior); }), by([](const auto&) { return 0; })};
}

}  // namespace fastnode::qualify
