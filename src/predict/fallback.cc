#include "predict/fallback.h"

#include <cmath>

#include "collect/pack/tasks/attribute.h"

namespace fastnode::predict {
namespace {

// The count that a byte stands for, but for rounding.
double CountOf(uint8_t byte) { return std::exp2(byte / 16.0) - 1; }

// What all counts after any base together weigh beside one count after this base.
constexpr double kElsewhere = 0.5;

}  // namespace

std::string SymbolOfBase(std::string_view type_name, std::string_view base_text) {
  if (type_name == "local") type_name = "";
  const size_t colon = type_name.find(':');
  if (colon != std::string_view::npos) type_name.remove_prefix(colon + 1);
  return std::string(type_name.empty() ? base_text : type_name);
}

Result<FallbackList> FallbackList::Parse(std::string_view text) {
  FallbackList list;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    line = line.substr(0, line.find('#'));
    while (!line.empty() && std::string_view(" \t\r").find(line.back()) != std::string_view::npos) {
      line.remove_suffix(1);
    }
    if (line.empty()) continue;
    if (line.find_first_of(" \t") != std::string_view::npos) {
      return Error{"'" + std::string(line) + "' is not one symbol"};
    }
    list.symbols_.emplace(line);
  }
  return list;
}

std::vector<float> ByPopularity(const pack::Cut& cut) {
  std::vector<double> worth;
  double elsewhere = 0;
  auto features = [&](size_t i) {
    return &cut.sample.candidate_features[i * pack::kNumCandidateFeatures];
  };
  for (size_t i = 0; i < cut.candidates.size(); ++i)
    elsewhere += CountOf(features(i)[pack::attribute::kCorpusAny]);
  double sum = 0;
  for (size_t i = 0; i < cut.candidates.size(); ++i) {
    const double any = CountOf(features(i)[pack::attribute::kCorpusAny]);
    const double after_base = CountOf(features(i)[pack::attribute::kCorpusBase]);
    worth.push_back(after_base + (elsewhere > 0 ? kElsewhere * any / elsewhere : 0) + 1e-6);
    sum += worth.back();
  }
  std::vector<float> shares;
  for (double w : worth) shares.push_back(static_cast<float>(w / sum));
  return shares;
}

}  // namespace fastnode::predict
