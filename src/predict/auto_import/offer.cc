#include "predict/auto_import/offer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "collect/pack/tasks/words.h"
#include "predict/auto_import/names.h"

namespace fastnode::auto_import {
namespace {

// Guesses, but for their order.
constexpr double kPerHabit = 3, kPerUse = 1, kPerUseOfModule = 0.2, kPerComponent = -0.5,
                 kOwnProject = 4, kStandard = 2, kAsTyped = 3, kAsTypedWithCapital = 1000,
                 kWhole = 6;
constexpr size_t kMostOfOneName = 4;

double LogOf(double count) { return std::log2(1 + count); }

bool HasPrivatePart(std::string_view module) {
  return module.starts_with('_') || module.find("._") != module.npos;
}

// Whether Python can be told to import it: `a.0001_initial` and `lambda.a` are no paths.
bool IsPath(std::string_view module) {
  while (!module.empty()) {
    const std::string_view part = TopOf(module);
    const bool begins = !part.empty() && (part[0] < '0' || part[0] > '9');
    if (!begins || !std::all_of(part.begin(), part.end(), ast::IsNameByte) || pack::IsWord(part)) {
      return false;
    }
    module.remove_prefix(std::min(module.size(), part.size() + 1));
  }
  return true;
}

// What tests and set-up scripts hold is for themselves.
bool IsOfTests(std::string_view module) {
  while (!module.empty()) {
    const std::string_view part = TopOf(module);
    if (part.starts_with("test_") || part.ends_with("_test") || part == "tests" || part == "test" ||
        part == "conftest" || part == "setup") {
      return true;
    }
    module.remove_prefix(std::min(part.size() + 1, module.size()));
  }
  return false;
}

struct Candidate {
  Offer offer;
  size_t source = 0;  // the index it is of
  uint32_t origin = UINT32_MAX;
  Source of = Source::kProject;
  int habits = 0;
  bool is_around = false;  // a package takes it from below, and the file lies in that package
  double score = 0;
};

class Finder {
 public:
  Finder(const std::vector<std::shared_ptr<const Index>>& indexes, const OfferQuery& query)
      : indexes_(indexes), query_(query), is_test_(IsOfTests(query.asker.module)) {}

  std::vector<Offer> Find() {
    for (size_t i = 0; i < indexes_.size(); ++i) AddEntries(i);
    for (size_t i = 0; i < indexes_.size(); ++i) AddHabits(*indexes_[i], i);
    std::vector<Candidate> list = OnePathEach();
    for (Candidate& candidate : list) candidate.score = ScoreOf(candidate);
    std::sort(list.begin(), list.end(), [](const Candidate& a, const Candidate& b) {
      if (a.score != b.score) return a.score > b.score;
      return KeyOf(a.offer) < KeyOf(b.offer);
    });
    std::map<std::string_view, size_t> of_name;
    std::vector<Offer> offers;
    for (Candidate& candidate : list) {
      if (offers.size() == query_.max_offers) break;
      if (++of_name[candidate.offer.name] > kMostOfOneName) continue;
      offers.push_back(candidate.offer);
    }
    return offers;
  }

 private:
  using Key = std::tuple<std::string, std::string, std::string>;
  static Key KeyOf(const Offer& offer) {
    return {offer.name, offer.import.module, offer.import.name};
  }

  // The module as the file that asks imports it; "" if it cannot.
  std::string Seen(const Index& index, uint32_t file) const {
    std::string module(index.ModuleOf(file));
    if (index.source() != Source::kProject) return module;
    const std::string place = index.root() + std::string(index.PlaceOf(file));
    std::string_view nearest;
    for (const std::string& folder : query_.asker.folders) {
      if (folder == place) return module;
      if (place.starts_with(folder) && folder.size() > nearest.size()) nearest = folder;
    }
    if (nearest.empty()) return "";
    std::string way = place.substr(nearest.size());
    std::replace(way.begin(), way.end(), '/', '.');
    if (way.find_first_of("- ") != std::string::npos || way.starts_with('.') ||
        way.find("..") != std::string::npos) {
      return "";
    }
    return way + module;
  }

  bool MayTake(const Index& index, const std::string& module) const {
    if (module.empty() || module == query_.asker.module || module == "builtins") return false;
    if (!IsPath(module)) return false;
    const bool own = index.source() == Source::kProject;
    if (!own) return !HasPrivatePart(module);
    if (IsOfTests(module) && !is_test_) return false;
    return !HasPrivatePart(module) || TopOf(module) == TopOf(query_.asker.module);
  }

  void AddEntries(size_t number) {
    const Index& index = *indexes_[number];
    for (const Index::Entry& entry : index.Starting(query_.prefix)) {
      const std::string_view name = index.NameOf(entry.name);
      if (name.starts_with('_') || query_.is_in_scope(name)) continue;
      const std::string module = Seen(index, entry.file);
      if (!MayTake(index, module)) continue;
      Candidate one;
      one.offer = {std::string(name), {module, std::string(name)}, entry.kind};
      one.source = number;
      one.origin = entry.origin;
      one.of = index.source();
      // A module itself.
      const size_t dot = module.rfind('.');
      if (entry.kind == Kind::kModule && name == std::string_view(module).substr(dot + 1)) {
        one.offer.import = dot == std::string::npos ? Wanted{module}
                                                    : Wanted{module.substr(0, dot), one.offer.name};
      }
      one.is_around = query_.asker.module.starts_with(module + ".");
      Keep(std::move(one));
    }
  }

  void Keep(Candidate one) {
    Key key = KeyOf(one.offer);
    candidates_.emplace(std::move(key), std::move(one));
  }

  void AddHabits(const Index& index, size_t number) {
    if (index.source() != Source::kProject) return;
    for (const Index::Habit& habit : index.HabitsStarting(query_.prefix)) {
      if (IsAsker(index, habit.by)) continue;
      const std::string_view name = index.NameOf(habit.bound);
      if (name.starts_with('_') || query_.is_in_scope(name)) continue;
      std::string module = habit.file == Index::kNoFile ? std::string(index.NameOf(habit.module))
                                                        : Seen(index, habit.file);
      if (!MayTake(index, module) || module.starts_with('.')) continue;
      // Within a package its files know each other by other paths than the rest does.
      const std::string_view package = TopOf(module);
      if (TopOf(index.ModuleOf(habit.by)) == package && TopOf(query_.asker.module) != package) {
        continue;
      }
      std::string taken(index.NameOf(habit.name));
      Candidate one;
      one.source = number;
      one.of = index.source();
      one.offer = {std::string(name), {module, taken}, Kind::kVariable};
      if (taken.empty()) one.offer.kind = Kind::kModule;
      if (taken != name && !(taken.empty() && module == name)) one.offer.import.alias = name;
      auto [place, is_new] = candidates_.emplace(KeyOf(one.offer), one);
      ++place->second.habits;
      if (is_new && !place->second.offer.import.name.empty()) KnowKind(place->second);
    }
  }

  bool IsAsker(const Index& index, uint32_t file) const {
    return index.ModuleOf(file) == query_.asker.module && Seen(index, file) == query_.asker.module;
  }

  // Of a name that only habits know: another path of it may say what it is.
  void KnowKind(Candidate& candidate) const {
    for (const auto& index : indexes_) {
      for (const Index::Entry& entry : index->Starting(candidate.offer.import.name)) {
        if (index->NameOf(entry.name) != candidate.offer.import.name) continue;
        if (Seen(*index, entry.file) != candidate.offer.import.module) continue;
        candidate.offer.kind = entry.kind;
        return;
      }
    }
  }

  std::vector<Candidate> OnePathEach() {
    std::map<std::pair<size_t, uint32_t>, const Candidate*> best;
    std::vector<Candidate> list;
    for (const auto& [key, candidate] : candidates_) {
      if (candidate.origin == UINT32_MAX) {
        list.push_back(candidate);
        continue;
      }
      const Candidate*& kept = best[{candidate.source, candidate.origin}];
      if (kept == nullptr || IsBetterPath(candidate, *kept)) kept = &candidate;
    }
    for (const auto& [thing, candidate] : best) list.push_back(*candidate);
    return list;
  }

  bool IsBetterPath(const Candidate& a, const Candidate& b) const {
    if (a.habits != b.habits) return a.habits > b.habits;
    if (a.is_around != b.is_around) return b.is_around;
    const std::string &x = a.offer.import.module, &y = b.offer.import.module;
    if (a.of != Source::kProject) {
      const double uses_x = UsesOfModule(x), uses_y = UsesOfModule(y);
      if (uses_x != uses_y) return uses_x > uses_y;
    }
    const auto dots_x = std::count(x.begin(), x.end(), '.'),
               dots_y = std::count(y.begin(), y.end(), '.');
    if (dots_x != dots_y) return dots_x < dots_y;
    if (x.size() != y.size()) return x.size() < y.size();
    return KeyOf(a.offer) < KeyOf(b.offer);
  }

  double UsesOfModule(const std::string& module) const {
    if (query_.corpus == nullptr) return 0;
    return corpus::Total(query_.corpus->Sum(corpus::UsageKey(corpus::KeySpace::kBase, module)));
  }

  // What other projects do with it: after its module and a dot, and with objects of its type. Reads
  // of plain names are no evidence: they say nothing of modules, and a release has few of them.
  double UsesOf(const Wanted& import) const {
    if (query_.corpus == nullptr) return 0;
    if (import.name.empty()) return UsesOfModule(import.module);
    const auto row =
        query_.corpus->Find(corpus::UsageKey(corpus::KeySpace::kBase, import.module), import.name);
    const corpus::UseCounts of_type = query_.corpus->Sum(
        corpus::UsageKey(corpus::KeySpace::kType, import.module + "." + import.name));
    return corpus::Total(of_type) + (row ? corpus::Total(row->counts) : 0);
  }

  double ScoreOf(const Candidate& candidate) const {
    const Offer& offer = candidate.offer;
    const std::string& module = offer.import.module;
    double score =
        kPerHabit * LogOf(candidate.habits) + kPerUse * LogOf(UsesOf(offer.import)) +
        kPerUseOfModule * LogOf(UsesOfModule(module)) +
        kPerComponent * static_cast<double>(std::count(module.begin(), module.end(), '.'));
    if (candidate.of == Source::kProject) score += kOwnProject;
    if (candidate.of == Source::kStandard) score += kStandard;
    // Who types a capital means it.
    const bool has_capital = std::any_of(query_.prefix.begin(), query_.prefix.end(),
                                         [](char c) { return c >= 'A' && c <= 'Z'; });
    if (offer.name.starts_with(query_.prefix))
      score += has_capital ? kAsTypedWithCapital : kAsTyped;
    if (offer.name == query_.prefix) score += kWhole;
    return score;
  }

  const std::vector<std::shared_ptr<const Index>>& indexes_;
  const OfferQuery& query_;
  const bool is_test_;
  std::map<Key, Candidate> candidates_;
};

}  // namespace

std::vector<Offer> FindOffers(const std::vector<std::shared_ptr<const Index>>& indexes,
                              const OfferQuery& query) {
  return Finder(indexes, query).Find();
}

}  // namespace fastnode::auto_import
