#include "learn/model/network_labels.h"

#include <algorithm>
#include <vector>

namespace fastnode::learn {

Labels MakeLabels(const pack::Sample& sample) {
  auto tensor = [&](const std::vector<int64_t>& values) {
    return torch::tensor(values, torch::kLong);
  };
  Labels result;
  result.num_sites = sample.num_sites();
  for (int32_t site = 0; site < sample.num_sites(); ++site) {
    result.most_candidates = std::max<int64_t>(
        result.most_candidates, sample.candidate_begin[site + 1] - sample.candidate_begin[site]);
  }
  std::vector<int64_t> places, sites, labels, tasks;
  for (int32_t site = 0; site < sample.num_sites(); ++site) {
    const int32_t begin = sample.candidate_begin[site], end = sample.candidate_begin[site + 1];
    for (int32_t j = begin; j < end; ++j) {
      places.push_back(site * result.most_candidates + j - begin);
    }
    if (sample.labels[site] < 0) continue;
    sites.push_back(site);
    labels.push_back(sample.labels[site]);
    tasks.push_back(sample.site_tasks[site]);
  }
  result.padded_places = tensor(places);
  result.labelled_sites = tensor(sites);
  result.labels = tensor(labels);
  result.tasks = tensor(tasks);
  return result;
}

}  // namespace fastnode::learn
