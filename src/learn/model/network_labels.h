// What a loss reads from a sample: where candidates, sites and truths are.
#pragma once

#include "collect/pack/sample.h"
#include "learn/model/network_torch.h"

namespace fastnode::learn {

struct Labels {
  int64_t num_sites = 0;
  int64_t most_candidates = 0;   // of a site
  torch::Tensor padded_places;   // int64 [C], of each candidate in a [S, most candidates] table
  torch::Tensor labelled_sites;  // int64 [sites with a label]
  torch::Tensor labels;          // int64, index among the site's candidates, of these
  torch::Tensor tasks;           // int64, pack::Task, of these
};

// On the host.
Labels MakeLabels(const pack::Sample& sample);

}  // namespace fastnode::learn
