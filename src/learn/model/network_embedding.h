// The first states of nodes, from the tables of kinds, names and types.
#pragma once

#include "learn/model/network_batch.h"

namespace fastnode::learn {

struct EmbeddingWeights {
  torch::Tensor kinds, names, types;  // [rows, D]
  torch::Tensor scale, shift;         // [D], of the normalisation
};

// norm(kind + mean of names + mean of types); [nodes, D].
torch::Tensor EmbedNodes(const Batch& batch, const EmbeddingWeights& weights);

// The same in torch's own operations, on any device. Tests compare.
torch::Tensor EmbedNodesPlainly(const Batch& batch, const EmbeddingWeights& weights);

}  // namespace fastnode::learn
