#include "collect/pack/candidates.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "support/first_letters.h"

namespace fastnode::pack {
namespace {

char LowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool Fits(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char a, char b) { return LowerAscii(a) == LowerAscii(b); });
}

TextFeatures::TextFeatures(const Surroundings& around)
    : statement_(around.statement),
      function_(around.function.empty() ? std::vector<std::string_view>{}
                                        : std::vector{around.function}),
      targets_(around.targets) {
  for (const auto* names : {&statement_, &function_, &targets_}) any_.Add(names->filter());
}

TextFeatures::Likeness TextFeatures::Of(std::string_view name, const NumberedParts& parts) const {
  if (!any_.MayHaveAny(parts)) return {};
  const NameComparison::Likeness statement = statement_.Of(name, parts),
                                 target = targets_.Of(name, parts);
  Likeness likeness;
  likeness.in_statement = statement.is_there ? kFlag : 0;
  likeness.statement = QuantiseShare(statement.best);
  likeness.function = QuantiseShare(function_.Of(name, parts).best);
  likeness.target = QuantiseShare(target.is_there ? 1.0 : 0.75 * target.best);
  return likeness;
}

void TextFeatures::Put(std::string_view name, const Likeness& likeness, CandidateBytes& f) {
  f[kInStatement] = likeness.in_statement;
  f[kStatementOverlap] = likeness.statement;
  f[kFunctionOverlap] = likeness.function;
  f[kTargetOverlap] = likeness.target;
  bool dunder = name.starts_with("__") && name.ends_with("__");
  f[kPrivate] = name.starts_with('_') && !dunder ? kFlag : 0;
  f[kDunder] = dunder ? kFlag : 0;
  bool lower = false, upper = false;
  for (char c : name) {
    lower |= c >= 'a' && c <= 'z';
    upper |= c >= 'A' && c <= 'Z';
  }
  f[kCapitalised] = name[0] >= 'A' && name[0] <= 'Z' && lower ? kFlag : 0;
  f[kAllCapitals] = upper && !lower ? kFlag : 0;
  f[kLength] = QuantiseCount(name.size());
}

void AddFeaturesOfAll(const Surroundings& around, const CandidateInput& input,
                      std::vector<Candidate>& list) {
  const TextFeatures features(around);
  for (Candidate& candidate : list) {
    if (candidate.number == corpus::kNoName) {
      candidate.number = input.names.NumberOf(candidate.text);
    }
    const NamesAround::Facts& facts = input.names.Of(candidate.number);
    const TextFeatures::Likeness likeness = features.Of(candidate.text, facts.parts);
    TextFeatures::Put(candidate.text, likeness, candidate.features);
    input.contexts.Put(facts.hash, facts.parts, candidate.features);
    candidate.prior += likeness.prior();
    candidate.prior += input.contexts.PriorOf(facts.hash);
  }
}

void KeepBest(int32_t max_candidates, std::vector<Ranked>& list) {
  // Many have the same prior: the first letters of their texts tell most of these apart.
  struct Key {
    double prior;
    uint64_t letters;
    uint32_t place;
  };
  std::vector<Key> keys;
  keys.reserve(list.size());
  for (const Ranked& ranked : list) {
    keys.push_back({ranked.prior, FirstLetters(ranked.text), static_cast<uint32_t>(keys.size())});
  }
  auto is_better = [&](const Key& a, const Key& b) {
    if (a.prior != b.prior) return a.prior > b.prior;
    return a.letters != b.letters ? a.letters < b.letters : list[a.place].text < list[b.place].text;
  };
  const auto max = static_cast<ptrdiff_t>(max_candidates);
  if (std::ssize(keys) > max) {
    std::nth_element(keys.begin(), keys.begin() + max, keys.end(), is_better);
    keys.resize(static_cast<size_t>(max));
  }
  std::sort(keys.begin(), keys.end(), is_better);
  std::vector<Ranked> best;
  best.reserve(keys.size());
  for (const Key& key : keys) best.push_back(list[key.place]);
  list = std::move(best);
}

uint8_t QuantisePrior(double prior) {
  return QuantiseCount(static_cast<uint64_t>(64.0 * std::max(0.0, prior)));
}

void ChooseByPrior(int32_t max_candidates, std::vector<Candidate>& list) {
  std::vector<Ranked> order;
  order.reserve(list.size());
  for (const Candidate& candidate : list) {
    order.push_back({candidate.prior, candidate.text, static_cast<uint32_t>(order.size())});
  }
  KeepBest(max_candidates, order);
  std::vector<Candidate> chosen;
  chosen.reserve(order.size());
  for (const Ranked& ranked : order) {
    chosen.push_back(list[ranked.at]);
    chosen.back().features[kPrior] = QuantisePrior(ranked.prior);
  }
  list = std::move(chosen);
}

}  // namespace fastnode::pack
