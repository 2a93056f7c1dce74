// One round of messages between nodes as one operation.
#pragma once

#include "learn/model/network_batch.h"

namespace fastnode::learn {

struct RoundWeights {
  torch::Tensor relation;      // [relations, D, D]
  torch::Tensor self, bias;    // [D, D], [D]
  torch::Tensor scale, shift;  // [D], of the normalisation
};

// States [nodes before, D] to states [nodes after, D]; of a node n with state x:
//   z = x self + bias + the sum over relations r of (mean of the states that send to n over r)
//   relation_r out = LayerNorm(x + relu(z)) scale + shift
torch::Tensor PassMessages(const torch::Tensor& states, const LayerMessages& messages,
                           const RoundWeights& weights);

// The same in torch's own operations and gradients. Tests compare with it.
torch::Tensor PassMessagesPlainly(const torch::Tensor& states, const LayerMessages& messages,
                                  const RoundWeights& weights);

}  // namespace fastnode::learn
