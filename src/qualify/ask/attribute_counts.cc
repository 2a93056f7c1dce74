// The counting baseline, see attribute_baselines.h: for each name n after base b
//
//   score(n) = sum over s in {file, project, corpus} of
//       base_s * c_s(b, n) / (N_s(b) + damping_s)        what stood after this very text
//     + last_s * c_s(last(b), n) / (N_s(last(b)) + damping_s)   after its last component
//     + any_s  * c_s(n) / (N_s + damping_s)              after anything
//
// where c counts uses and N is their sum: a linear interpolation with fixed weights (Jelinek,
// Mercer: Interpolated estimation of Markov source parameters, 1980).
#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "qualify/ask/attribute_baselines.h"

namespace fastnode::qualify {
namespace {

using corpus::KeySpace;
using corpus::Total;
using corpus::UsageKey;

struct Weights {
  double base, last, any;
  double damping;  // evidence of this many uses is trusted half
};

// Tuned once by hand on sites of the validation split.
constexpr Weights kFile = {0.45, 0.10, 0.10, 0.5};
constexpr Weights kProject = {0.30, 0.10, 0.03, 1.0};
constexpr Weights kCorpus = {0.25, 0.05, 0.01, 2.0};

// How many rows of the tables' any-base counts become candidates.
constexpr size_t kRowsOfAny = 500;

class Scores {
 public:
  void Add(std::string_view name, double score) {
    if (score > 0 && !name.empty()) scores_[name] += score;
  }

  Ranking Best() const {
    std::vector<std::pair<std::string_view, double>> all(scores_.begin(), scores_.end());
    auto better = [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    };
    std::sort(all.begin(), all.end(), better);
    const size_t keep = std::min(all.size(), static_cast<size_t>(kMaxCompletions));
    Ranking ranking;
    ranking.reserve(keep);
    for (size_t i = 0; i < keep; ++i) ranking.push_back({std::string(all[i].first), all[i].second});
    return ranking;
  }

 private:
  std::unordered_map<std::string_view, double> scores_;
};

void AddFile(const AnalysedQuestion& question, Scores& scores) {
  const bind::FileIndex& index = question.source.index;
  const auto& keys = question.source.use_keys;
  const auto site = static_cast<size_t>(question.use);
  double of_base = kFile.damping, of_last = kFile.damping;
  double of_any = kFile.damping + static_cast<double>(keys.size()) - 1;
  auto same_base = [&](size_t i) { return keys[i].base != 0 && keys[i].base == keys[site].base; };
  auto same_last = [&](size_t i) { return keys[i].last != 0 && keys[i].last == keys[site].last; };
  for (size_t i = 0; i < keys.size(); ++i) {
    if (i == site) continue;
    of_base += same_base(i);
    of_last += same_last(i);
  }
  for (size_t i = 0; i < keys.size(); ++i) {
    if (i == site) continue;
    double score = kFile.any / of_any;
    if (same_base(i)) score += kFile.base / of_base;
    if (same_last(i)) score += kFile.last / of_last;
    scores.Add(index.tree.Text(index.attributes[i].name), score);
  }
}

// What a table says of a key, and what that is worth.
struct Lookup {
  uint64_t key;
  double weight;
  size_t max_rows = SIZE_MAX;
};

// `minus`: the part of the file as stored, or null.
void AddTable(const corpus::UsageTable* table, const corpus::FileUsage* minus,
              const pack::UseKeys& keys, const Weights& weights, Scores& scores) {
  if (table == nullptr) return;
  for (const Lookup& lookup : {Lookup{keys.base, weights.base}, Lookup{keys.last, weights.last},
                               Lookup{UsageKey(KeySpace::kAny, ""), weights.any, kRowsOfAny}}) {
    if (lookup.key == 0) continue;
    double total = Total(table->Sum(lookup.key));
    if (minus != nullptr) total -= Total(minus->Sum(lookup.key));
    const auto& rows = table->Rows(lookup.key);
    for (size_t i = 0; i < std::min(lookup.max_rows, rows.size()); ++i) {
      std::string_view name = table->Name(rows[i].name);
      double count = Total(rows[i].counts);
      if (minus != nullptr) count -= Total(minus->Find(lookup.key, name));
      scores.Add(name, lookup.weight * count / (total + weights.damping));
    }
  }
}

}  // namespace

Ranking Counts(const AnalysedQuestion& question) {
  const pack::UseKeys& keys = question.source.use_keys[static_cast<size_t>(question.use)];
  const pack::UsageAround& usage = question.usage;
  Scores scores;
  AddFile(question, scores);
  AddTable(usage.project, usage.project_minus, keys, kProject, scores);
  AddTable(usage.corpus, nullptr, keys, kCorpus, scores);
  return scores.Best();
}

}  // namespace fastnode::qualify
