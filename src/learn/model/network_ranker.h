// The candidate ranker of a task as one operation: two layers over each candidate's features.
#pragma once

#include "learn/model/network_dots.h"

namespace fastnode::learn {

struct RankerWeights {
  torch::Tensor features;  // [candidate features, H1]
  torch::Tensor dot;       // [1, H1]
  torch::Tensor w2, b2;    // [H1, H2], [H2]
  torch::Tensor w3;        // [H2]
};

// Logits [C]: of candidate c of site s, with dot and features of its own and `shared` [S, H1], the
// part of the first layer that depends on the site alone,
//   dot + w3 . relu(w2 relu(features + dot + shared of s) + b2)
torch::Tensor RankCandidates(const torch::Tensor& shared, const torch::Tensor& dots,
                             const torch::Tensor& features, const QueryIndex& sites,
                             const RankerWeights& weights);

// The same in torch's own operations, on any device. Tests compare with it.
torch::Tensor RankCandidatesPlainly(const torch::Tensor& shared, const torch::Tensor& dots,
                                    const torch::Tensor& features, const QueryIndex& sites,
                                    const RankerWeights& weights);

}  // namespace fastnode::learn
