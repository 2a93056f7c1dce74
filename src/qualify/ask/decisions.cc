// The model and the baselines order the candidates of one and the same cut, so they differ by order
// alone. The place is looked for in the posed text, as the product looks for it.
#include "qualify/ask/decisions.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "analyze/bind/arguments.h"
#include "analyze/bind/path.h"
#include "analyze/bind/reads.h"
#include "collect/pack/analyse.h"
#include "collect/pack/site.h"
#include "collect/pack/tasks/tasks.h"
#include "qualify/ask/condition.h"
#include "support/random.h"

namespace fastnode::qualify {
namespace {

using pack::Task;

constexpr int32_t kTaskShift = 24;  // a candidate: the task above, the place below
constexpr uint64_t kDecisionStream = 0xDEC1;

int32_t CandidateOf(Task task, size_t at) {
  return static_cast<int32_t>(task) << kTaskShift | static_cast<int32_t>(at);
}

// A few places of each task, by a random choice that depends on the text alone.
std::vector<int32_t> DecisionPlaces(const bind::FileIndex& index, SiteList&) {
  std::vector<int32_t> chosen;
  const pack::AnalysedSource source = pack::AnalyseTree(index.tree);
  for (int t = 0; t < pack::kNumTasks; ++t) {
    const auto task = static_cast<Task>(t);
    if (task == Task::kAttribute) continue;
    std::vector<int32_t> places;
    const size_t count = pack::NumPlaces(source, pack::RowOf(task).places);
    for (size_t at = 0; at < std::min(count, size_t{1} << kTaskShift); ++at) {
      if (pack::Serves(source, static_cast<int32_t>(at), task)) {
        places.push_back(CandidateOf(task, at));
      }
    }
    Random(static_cast<uint64_t>(t), kDecisionStream, Hash64(index.tree.source)).Shuffle(places);
    places.resize(std::min(places.size(), static_cast<size_t>(kDecisionsOfTask)));
    chosen.insert(chosen.end(), places.begin(), places.end());
  }
  return chosen;
}

Site MakeDecision(const bind::FileIndex& index, const types::Library&, int32_t candidate) {
  const ast::Tree& tree = index.tree;
  Site site;
  site.task = static_cast<Task>(candidate >> kTaskShift);
  site.at = candidate & ((1 << kTaskShift) - 1);
  site.slice = static_cast<size_t>(site.task) - 1;
  const pack::TaskRow& row = pack::RowOf(site.task);
  if (row.places == pack::PlaceList::kArguments) {
    const bind::ArgumentPlace place = bind::FindArgumentPlaces(tree)[static_cast<size_t>(site.at)];
    SetBlank(tree, row.blank(tree, {.argument = &place}), site);
    site.expected = row.truth(tree, {.argument = &place});
    site.base = site.symbol = bind::CalleeOf(tree, place.call).path;
  } else if (row.places == pack::PlaceList::kReads) {
    const ast::NodeId read = bind::FindReads(index)[static_cast<size_t>(site.at)];
    SetBlank(tree, row.blank(tree, {.read = read}), site);
    site.expected = row.truth(tree, {.read = read});
    site.symbol = site.expected;
  } else {
    const bind::AttributeUse& use = index.attributes[static_cast<size_t>(site.at)];
    SetBlank(tree, row.blank(tree, {.use = &use}), site);
    site.expected = row.truth(tree, {.use = &use});
    site.symbol = site.expected;
  }
  return site;
}

// The order of candidates by some of their features, the first one that differs; ties by text.
Ranking ByFeatures(const pack::Cut& cut, std::span<const int> slots) {
  std::vector<size_t> order(cut.candidates.size());
  std::iota(order.begin(), order.end(), size_t{0});
  auto feature = [&](size_t candidate, int slot) {
    return cut.sample
        .candidate_features[candidate * pack::kNumCandidateFeatures + static_cast<size_t>(slot)];
  };
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    for (int slot : slots) {
      if (feature(a, slot) != feature(b, slot)) return feature(a, slot) > feature(b, slot);
    }
    return cut.candidates[a] < cut.candidates[b];
  });
  Ranking ranking;
  for (size_t candidate : order) {
    ranking.push_back({cut.candidates[candidate], 1.0 / static_cast<double>(1 + ranking.size())});
  }
  return ranking;
}

Ranking ByProbability(const predict::Decision& decision) {
  Ranking ranking;
  for (size_t i = 0; i < decision.cut.candidates.size(); ++i) {
    ranking.push_back({decision.cut.candidates[i], decision.probabilities[i]});
  }
  std::stable_sort(ranking.begin(), ranking.end(),
                   [](const Scored& a, const Scored& b) { return a.score > b.score; });
  return ranking;
}

// Where the product finds it. A name may stand in a call, too.
Result<predict::FoundSite> FindPlace(const Question& question, predict::AnalysisMemory* memory) {
  const Task task = question.site->task;
  const bool in_call = pack::RowOf(task).places == pack::PlaceList::kArguments;
  Result<predict::FoundSite> site = FindAnything(question, memory);
  if (site.ok() && task == Task::kAttributeBase) site = predict::AsBase(*site);
  if (site.ok() && task == Task::kName && site->task != task) site = predict::AsRead(*site);
  const bool is_asked = site.ok() && site->at >= 0 &&
                        (in_call ? pack::RowOf(site->task).places == pack::PlaceList::kArguments
                                 : site->task == task);
  if (site.ok() && !is_asked) {
    return Error{"took the cursor for another place"};
  }
  return site;
}

}  // namespace

const SiteKind& DecisionSites() {
  static const SiteKind kind = [] {
    SiteKind decisions{"decision", {}, DecisionPlaces, MakeDecision};
    for (int t = 1; t < pack::kNumTasks; ++t) {
      decisions.slices.emplace_back(pack::Name(static_cast<Task>(t)));
    }
    return decisions;
  }();
  static_assert(static_cast<int>(Task::kAttribute) == 0);
  return kind;
}

std::vector<std::string> DecisionBaselines() { return {"popularity", "recency", "counts"}; }

Result<Ranking> AskForDecision(const Question& question, const predict::Completer& completer,
                               Shared& shared) {
  const predict::Request request = RequestOf(question, shared.memory);
  Result<predict::FoundSite> site = FindPlace(question, shared.memory);
  Result<predict::Decision> decision =
      site.ok() ? completer.Decide(*site->source, site->at, question.site->task,
                                   completer.Know(request.question, request.given))
                : Result<predict::Decision>(site.error());
  if (!decision.ok()) {
    shared.cut = decision.error();
    return decision.error();
  }
  Ranking ranking = ByProbability(*decision);
  shared.cut = std::move(decision->cut);
  return ranking;
}

Result<std::vector<Ranking>> RankDecisionBaselines(const Question& question, const types::Library&,
                                                   const Shared& shared) {
  if (!shared.cut.ok()) return shared.cut.error();
  const pack::Cut& cut = *shared.cut;
  const pack::TaskRow& row = pack::RowOf(question.site->task);
  constexpr int kByPrior[] = {pack::kPrior};
  return std::vector<Ranking>{ByFeatures(cut, row.popularity), ByFeatures(cut, row.recency),
                              ByFeatures(cut, kByPrior)};
}

}  // namespace fastnode::qualify
