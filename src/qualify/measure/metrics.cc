#include "qualify/measure/metrics.h"

#include <numeric>

#include "support/check.h"

namespace fastnode::qualify {

const char* Name(Metric metric) {
  constexpr const char* kNames[kNumMetrics] = {"recall@1",  "recall@3", "recall@5",
                                               "recall@10", "mrr",      "coverage"};
  return kNames[static_cast<int>(metric)];
}

double Value(Metric metric, int32_t rank) {
  CHECK(rank >= kNotFound);
  if (rank == kNotFound) return 0;
  switch (metric) {
    case Metric::kRecall1:
      return rank < 1;
    case Metric::kRecall3:
      return rank < 3;
    case Metric::kRecall5:
      return rank < 5;
    case Metric::kRecall10:
      return rank < 10;
    case Metric::kReciprocalRank:
      return 1.0 / (1.0 + rank);
    case Metric::kCoverage:
      return 1;
  }
  return 0;
}

std::vector<double> Values(Metric metric, const std::vector<int32_t>& ranks) {
  std::vector<double> values;
  values.reserve(ranks.size());
  for (int32_t rank : ranks) values.push_back(Value(metric, rank));
  return values;
}

double Mean(const std::vector<double>& values) {
  if (values.empty()) return 0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace fastnode::qualify
