// Metrics of ranked lists. Each is the mean over sites of a function of one number: the rank of the
// truth in a method's list, counted from 0, or kNotFound. A method that fails at a site has
// kNotFound there: every method has the same denominator.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "qualify/ask/ranking.h"

namespace fastnode::qualify {

enum class Metric : uint8_t { kRecall1, kRecall3, kRecall5, kRecall10, kReciprocalRank, kCoverage };
inline constexpr int kNumMetrics = 6;
inline constexpr std::array<Metric, kNumMetrics> kMetrics = {
    Metric::kRecall1,  Metric::kRecall3,        Metric::kRecall5,
    Metric::kRecall10, Metric::kReciprocalRank, Metric::kCoverage};

// "recall@1" ... "mrr", "coverage".
const char* Name(Metric metric);

// What one site contributes: 1 or 0 for recall@N (rank < N) and coverage (found at all); 1 / (1 +
// rank) or 0 for the reciprocal rank.
double Value(Metric metric, int32_t rank);
std::vector<double> Values(Metric metric, const std::vector<int32_t>& ranks);

double Mean(const std::vector<double>& values);  // 0 of nothing

}  // namespace fastnode::qualify
