// The candidate ranker of a task as one operation: two layers over each candidate's features.
#pragma once

#include "learn/model/network_dots.h"

namespace fastnode::learn {

struct RankerWeights {
  torch::Tensor pieces;  // [candidate features, kNumPieces, 2, H1]: offset and slope of each piece
  torch::Tensor dot;     // [1, H1]
  torch::Tensor w2, b2;  // [H1, H2], [H2]
  torch::Tensor w3;      // [H2]
};

// The pieces that features are read by (feature_pieces.h). `slopes` [features, H1]; `knots`
// [kNumKnots, features, H1], or undefined: there are none.
torch::Tensor Pieces(const torch::Tensor& slopes, const torch::Tensor& knots);

// Logits [C]: of candidate c of site s, with a dot and `features` of its own, bytes [C, features],
// and `shared` [S, H1], the part of the first layer that depends on the site alone,
//   dot + w3 . relu(w2 relu(features + dot + shared of s) + b2)
torch::Tensor RankCandidates(const torch::Tensor& shared, const torch::Tensor& dots,
                             const torch::Tensor& features, const QueryIndex& sites,
                             const RankerWeights& weights);

// The same in torch's own operations and gradients. Tests compare with it.
torch::Tensor RankCandidatesPlainly(const torch::Tensor& shared, const torch::Tensor& dots,
                                    const torch::Tensor& features, const QueryIndex& sites,
                                    const RankerWeights& weights);

// The rankers of all tasks [T], end to end.
struct TaskWeights {
  torch::Tensor w1, b1;  // [T, inputs, H1], [T, H1]; inputs as RankerInputs has them
  torch::Tensor knots;   // [T, kNumKnots, candidate features, H1], or undefined
  torch::Tensor w2, b2;  // [T, H1, H2], [T, H2]
  torch::Tensor w3;      // [T, H2]
};

// Logits of the candidates of all tasks, each task's as many, in few operations. `features`: bytes
// [C, features]; `of_sites` [S, site features and context].
torch::Tensor RankTasks(const torch::Tensor& features, const torch::Tensor& of_sites,
                        const torch::Tensor& dots, const QueryIndex& sites,
                        const TaskWeights& weights);

}  // namespace fastnode::learn
