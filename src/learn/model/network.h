// The networks in torch, for training: docs/model.md. learn/run computes the relational one without
// torch.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "collect/pack/sample.h"
#include "learn/model/config.h"
#include "learn/model/network_batch.h"
#include "learn/model/network_labels.h"
#include "learn/model/network_torch.h"
#include "learn/model/weights.h"

namespace fastnode::learn {

// The number of values of all parameters together.
int64_t NumWeights(const ModelConfig& config);

// All parameters end to end in the order of Parameters(config), and back.
torch::Tensor Flatten(const ModelConfig& config, const Weights& weights);
Weights Unflatten(const ModelConfig& config, const torch::Tensor& flat);

// A sample as a network reads it: on the host, or after Deliver on the network's device.
struct Prepared {
  std::shared_ptr<const pack::Sample> sample;
  Labels labels;
  Batch batch;            // what the relational network reads
  torch::Tensor on_host;  // the bytes of all these tensors, if they are to be delivered
};

// A view of flat parameters as the network that the configuration asks for. Thread-compatible.
class Network {
 public:
  // `flat` is shared: a change to it changes the network. `gradient`: flat like the parameters;
  // Loss(..).backward() adds to it. Undefined: no gradient is wanted.
  static std::unique_ptr<Network> Make(const ModelConfig& config, const torch::Tensor& flat,
                                       const torch::Tensor& gradient = {});
  // On the CPU in another layout than its own, to compare them.
  static std::unique_ptr<Network> Make(const ModelConfig& config, const torch::Tensor& flat,
                                       const torch::Tensor& gradient, Layout layout);
  virtual ~Network() = default;

  // Any thread, whatever the others do. The sample keeps its contract.
  Prepared Prepare(std::shared_ptr<const pack::Sample> sample) const;
  void Deliver(Prepared& prepared) const;

  // Logits [C], in the order of the sample's candidates, of what was delivered.
  virtual torch::Tensor Logits(const Prepared& prepared) const = 0;
  // All at once.
  torch::Tensor Logits(const pack::Sample& sample) const;
  // What training makes small, computed from these logits; 0 if no label is known.
  virtual torch::Tensor Loss(const torch::Tensor& logits, const Labels& labels) const = 0;

  const torch::TensorOptions& options() const { return options_; }

 protected:
  Network(const ModelConfig& config, const torch::Tensor& flat, const torch::Tensor& gradient,
          Layout layout);
  Layout layout() const { return layout_; }
  const torch::Tensor& At(const std::string& name) const { return parameters_.at(name); }
  // Adds what else the network reads.
  virtual void AddBatch(Prepared& prepared) const = 0;

  const ModelConfig config_;

 private:
  torch::TensorOptions options_;
  Layout layout_;
  std::map<std::string, torch::Tensor> parameters_;
};

}  // namespace fastnode::learn
