#include "collect/pack/candidates.h"

#include <algorithm>

namespace fastnode::pack {
namespace {

char LowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool Fits(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char a, char b) { return LowerAscii(a) == LowerAscii(b); });
}

void AddTextFeatures(const Surroundings& around, std::vector<Candidate>& list) {
  NameComparison statement(around.statement), targets(around.targets);
  NameComparison function(around.function.empty() ? std::vector<std::string_view>{}
                                                  : std::vector{around.function});
  for (Candidate& candidate : list) {
    std::string_view name = candidate.text;
    auto& f = candidate.features;
    std::vector<std::string> parts = SortedParts(name);
    f[kInStatement] = statement.Has(name) ? kFlag : 0;
    f[kStatementOverlap] = QuantiseShare(statement.Best(parts));
    f[kFunctionOverlap] = QuantiseShare(function.Best(parts));
    f[kTargetOverlap] = QuantiseShare(targets.Has(name) ? 1.0 : 0.75 * targets.Best(parts));
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
    candidate.prior += 0.3 * (f[kTargetOverlap] / 128.0) + 0.05 * (f[kStatementOverlap] / 128.0);
  }
}

void ChooseByPrior(int32_t max_candidates, std::vector<Candidate>& list) {
  std::sort(list.begin(), list.end(), [](const Candidate& a, const Candidate& b) {
    return a.prior != b.prior ? a.prior > b.prior : a.text < b.text;
  });
  if (list.size() > static_cast<size_t>(max_candidates))
    list.resize(static_cast<size_t>(max_candidates));
  for (Candidate& candidate : list) {
    double scaled = 64.0 * std::max(0.0, candidate.prior);
    candidate.features[kPrior] = QuantiseCount(static_cast<uint64_t>(scaled));
  }
}

}  // namespace fastnode::pack
