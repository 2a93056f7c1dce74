// The network in torch, for training: docs/model.md. learn/run computes the same without torch.
#pragma once

#include <map>
#include <string>

#include "collect/pack/sample.h"
#include "learn/model/config.h"
#include "learn/model/network_batch.h"
#include "learn/model/network_torch.h"
#include "learn/model/weights.h"

namespace fastnode::learn {

// The number of values of all parameters together.
int64_t NumWeights(const ModelConfig& config);

// All parameters end to end in the order of Parameters(config), and back.
torch::Tensor Flatten(const ModelConfig& config, const Weights& weights);
Weights Unflatten(const ModelConfig& config, const torch::Tensor& flat);

// A view of flat parameters as a network. Thread-compatible.
class Network {
 public:
  // `flat` is shared: whoever changes it changes the network.
  Network(const ModelConfig& config, torch::Tensor flat);
  // `gradient`: flat like the parameters; Loss(..).backward() adds to it.
  Network(const ModelConfig& config, torch::Tensor flat, torch::Tensor gradient);

  // Logits [C], in the order of the sample's candidates.
  torch::Tensor Logits(const Batch& batch) const;

  const torch::TensorOptions& options() const { return options_; }

 private:
  void View(const torch::Tensor& flat, const torch::Tensor& gradient);
  const torch::Tensor& At(const std::string& name) const { return parameters_.at(name); }
  torch::Tensor Normalise(const torch::Tensor& x, const std::string& name) const;
  torch::Tensor PassMessages(const torch::Tensor& states, const LayerMessages& messages,
                             int32_t layer) const;
  torch::Tensor Rank(const Batch& batch, int task, int64_t first_site, int64_t first_candidate,
                     const torch::Tensor& sites, const torch::Tensor& candidates) const;

  ModelConfig config_;
  torch::TensorOptions options_;
  std::map<std::string, torch::Tensor> parameters_;
};

// Mean over the sites whose label is known of the cross-entropy of the softmax over their
// candidates; 0 if there are none.
torch::Tensor Loss(const torch::Tensor& logits, const Batch& batch);

}  // namespace fastnode::learn
