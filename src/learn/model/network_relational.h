// The network of the default preset: messages by relation, one ranker per task, softmax over
// candidates.
#pragma once

#include <string>

#include "learn/model/network.h"
#include "learn/model/network_batch.h"

namespace fastnode::learn {

class RelationalNetwork : public Network {
 public:
  RelationalNetwork(const ModelConfig& config, const torch::Tensor& flat,
                    const torch::Tensor& gradient)
      : Network(config, flat, gradient) {}

  torch::Tensor Logits(const pack::Sample& sample) const override;
  // Mean over the sites whose label is known of the cross-entropy of the softmax over their
  // candidates.
  torch::Tensor Loss(const torch::Tensor& logits, const Labels& labels) const override;

 private:
  torch::Tensor EmbedNodes(const Batch& batch) const;
  // [C]: the product of each site's query with each of its candidates.
  torch::Tensor Dots(const Batch& batch, const torch::Tensor& states,
                     const torch::Tensor& sites) const;
};

}  // namespace fastnode::learn
