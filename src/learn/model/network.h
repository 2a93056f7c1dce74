// The networks in torch, for training: docs/model.md. learn/run computes the relational one without
// torch.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "collect/pack/sample.h"
#include "learn/model/config.h"
#include "learn/model/network_labels.h"
#include "learn/model/network_torch.h"
#include "learn/model/weights.h"

namespace fastnode::learn {

// The number of values of all parameters together.
int64_t NumWeights(const ModelConfig& config);

// All parameters end to end in the order of Parameters(config), and back.
torch::Tensor Flatten(const ModelConfig& config, const Weights& weights);
Weights Unflatten(const ModelConfig& config, const torch::Tensor& flat);

// A view of flat parameters as the network that the configuration asks for. Thread-compatible.
class Network {
 public:
  // `flat` is shared: a change to it changes the network. `gradient`: flat like the parameters;
  // Loss(..).backward() adds to it. Undefined: no gradient is wanted.
  static std::unique_ptr<Network> Make(const ModelConfig& config, const torch::Tensor& flat,
                                       const torch::Tensor& gradient = {});
  virtual ~Network() = default;

  // Logits [C], in the order of the sample's candidates. The sample keeps its contract.
  virtual torch::Tensor Logits(const pack::Sample& sample) const = 0;
  // What training makes small, computed from these logits; 0 if no label is known.
  virtual torch::Tensor Loss(const torch::Tensor& logits, const Labels& labels) const = 0;

  const torch::TensorOptions& options() const { return options_; }

 protected:
  Network(const ModelConfig& config, const torch::Tensor& flat, const torch::Tensor& gradient);
  const torch::Tensor& At(const std::string& name) const { return parameters_.at(name); }

  const ModelConfig config_;

 private:
  torch::TensorOptions options_;
  std::map<std::string, torch::Tensor> parameters_;
};

}  // namespace fastnode::learn
