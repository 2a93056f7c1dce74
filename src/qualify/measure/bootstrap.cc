// A file is drawn with all its sites: of each only the sum and the number are needed, so a resample
// costs as many steps as there are files.
#include "qualify/measure/bootstrap.h"

#include <algorithm>

#include "qualify/measure/metrics.h"
#include "support/check.h"
#include "support/random.h"

namespace fastnode::qualify {
namespace {

constexpr uint64_t kBootstrapStream = 0xB007;

// Of kResamples sorted means: as many stand below the first as above the second.
constexpr size_t kTail = kResamples / 40;

struct Cluster {
  double sum = 0;
  double count = 0;
};

std::vector<Cluster> SumClusters(const std::vector<double>& values,
                                 const std::vector<int32_t>& clusters) {
  CHECK(values.size() == clusters.size());
  std::vector<Cluster> sums;
  for (size_t i = 0; i < values.size(); ++i) {
    auto cluster = static_cast<size_t>(clusters[i]);
    if (cluster >= sums.size()) sums.resize(cluster + 1);
    sums[cluster].sum += values[i];
    sums[cluster].count += 1;
  }
  // A slice leaves clusters without sites: they are not part of its population.
  std::erase_if(sums, [](const Cluster& cluster) { return cluster.count == 0; });
  return sums;
}

std::vector<Cluster> OneEach(const std::vector<double>& values) {
  std::vector<Cluster> sums;
  for (double value : values) sums.push_back({value, 1});
  return sums;
}

double ResampledMean(const std::vector<Cluster>& clusters, Random random) {
  Cluster total;
  for (size_t i = 0; i < clusters.size(); ++i) {
    const Cluster& drawn = clusters[random.Below(clusters.size())];
    total.sum += drawn.sum;
    total.count += drawn.count;
  }
  return total.sum / total.count;
}

}  // namespace

Estimate ClusteredMean(const std::vector<double>& values, const std::vector<int32_t>& clusters,
                       uint64_t seed) {
  if (values.empty()) return {};
  std::vector<Cluster> sums = SumClusters(values, clusters);
  if (sums.size() == 1) sums = OneEach(values);
  std::vector<double> means;
  means.reserve(kResamples);
  for (uint64_t k = 0; k < kResamples; ++k) {
    means.push_back(ResampledMean(sums, Random(seed, kBootstrapStream, k)));
  }
  std::sort(means.begin(), means.end());
  return {Mean(values), means[kTail - 1], means[kResamples - kTail]};
}

}  // namespace fastnode::qualify
