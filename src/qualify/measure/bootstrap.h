// Means with 95 % intervals. Sites of one file resemble each other, so the unit that is drawn with
// replacement is the file: the cluster bootstrap with percentile intervals (Davison, Hinkley:
// Bootstrap Methods and their Application, 1997, 3.8 and 5.3).
#pragma once

#include <cstdint>
#include <vector>

namespace fastnode::qualify {

inline constexpr int kResamples = 1000;

struct Estimate {
  double value = 0;
  double low = 0, high = 0;  // 2.5 % and 97.5 % points
};

// The mean of `values`; `clusters` says to which cluster (0, 1, 2...) each belongs. Resample k
// draws from Random(seed, ., k) whatever the values are, so that two methods see the same
// resamples. For a paired difference pass the differences. Zeros of nothing. Of a single cluster
// the values are resampled one by one: an interval that is too narrow, but not one of no width.
Estimate ClusteredMean(const std::vector<double>& values, const std::vector<int32_t>& clusters,
                       uint64_t seed);

}  // namespace fastnode::qualify
