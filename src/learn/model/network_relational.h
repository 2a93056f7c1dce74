// The network of the default preset: messages by relation, one ranker per task, softmax over
// candidates.
#pragma once

#include <string>

#include "learn/model/network.h"
#include "learn/model/network_batch.h"
#include "learn/model/network_ranker.h"

namespace fastnode::learn {

class RelationalNetwork : public Network {
 public:
  RelationalNetwork(const ModelConfig& config, const torch::Tensor& flat,
                    const torch::Tensor& gradient, Layout layout);

  using Network::Logits;
  torch::Tensor Logits(const Prepared& prepared) const override;
  // Mean over the sites whose label is known of the cross-entropy of the softmax over their
  // candidates.
  torch::Tensor Loss(const torch::Tensor& logits, const Labels& labels) const override;

 private:
  void AddBatch(Prepared& prepared) const override;
  // [C]: the product of each site's query with each of its candidates.
  torch::Tensor Dots(const Batch& batch, const torch::Tensor& states,
                     const torch::Tensor& queries) const;
  torch::Tensor Queries(const Batch& batch, const torch::Tensor& sites) const;
  // Both by task, in the batch's order.
  torch::Tensor Rank(const Batch& batch, const torch::Tensor& sites,
                     const torch::Tensor& dots) const;
  torch::Tensor LogitsOfTasks(const Batch& batch, const torch::Tensor& states,
                              const torch::Tensor& sites) const;

  // What each task has of its own, end to end.
  struct TaskParts {
    torch::Tensor queries;  // [T, D, D]
    TaskWeights rankers;
  };
  TaskParts PartsOfTasks() const;

  // In Layout::kTorch: [T, all parameters of one task]; they stand together in the flat tensor.
  torch::Tensor of_tasks_;
};

}  // namespace fastnode::learn
