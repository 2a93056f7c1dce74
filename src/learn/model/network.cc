// All parameters live in one flat tensor, and their gradients in another. The network only holds
// views of both, so the optimiser, the workers and the checkpoint handle two tensors and never a
// list. The table in parameters.h gives the order.
#include "learn/model/network.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "learn/model/network_gated.h"
#include "learn/model/network_relational.h"
#include "learn/model/network_transfer.h"
#include "learn/model/parameters.h"

namespace fastnode::learn {

int64_t NumWeights(const ModelConfig& config) {
  int64_t total = 0;
  for (const Parameter& parameter : Parameters(config)) total += parameter.size();
  return total;
}

torch::Tensor Flatten(const ModelConfig& config, const Weights& weights) {
  torch::Tensor flat = torch::empty({NumWeights(config)}, torch::kFloat);
  float* to = flat.data_ptr<float>();
  for (const Parameter& parameter : Parameters(config)) {
    to = std::copy_n(weights.at(parameter.name).f32(), parameter.size(), to);
  }
  return flat;
}

Weights Unflatten(const ModelConfig& config, const torch::Tensor& flat) {
  torch::Tensor values = flat.detach().to(torch::kCPU, torch::kFloat).contiguous();
  const float* from = values.data_ptr<float>();
  Weights weights;
  for (const Parameter& parameter : Parameters(config)) {
    weights[parameter.name] = F32Tensor(parameter.shape, from);
    from += parameter.size();
  }
  return weights;
}

Network::Network(const ModelConfig& config, const torch::Tensor& flat,
                 const torch::Tensor& gradient, Layout layout)
    : config_(config), options_(flat.options().requires_grad(false)), layout_(layout) {
  int64_t offset = 0;
  for (const Parameter& parameter : Parameters(config_)) {
    auto part = [&](const torch::Tensor& whole) {
      return whole.narrow(0, offset, parameter.size()).view(parameter.shape).detach();
    };
    torch::Tensor view = part(flat);
    if (gradient.defined()) {
      view.requires_grad_(true);
      view.mutable_grad() = part(gradient);
    }
    parameters_[parameter.name] = view;
    offset += parameter.size();
  }
}

namespace {

std::vector<torch::Tensor*> TensorsOf(Prepared& prepared) {
  std::vector<torch::Tensor*> tensors = TensorsOf(prepared.batch);
  for (torch::Tensor* tensor : {&prepared.labels.padded_places, &prepared.labels.labelled_sites,
                                &prepared.labels.labels, &prepared.labels.tasks}) {
    tensors.push_back(tensor);
  }
  std::erase_if(tensors, [](const torch::Tensor* tensor) { return !tensor->defined(); });
  return tensors;
}

}  // namespace

Prepared Network::Prepare(std::shared_ptr<const pack::Sample> sample) const {
  Prepared prepared{.sample = std::move(sample), .labels = {}, .batch = {}, .on_host = {}};
  prepared.labels = MakeLabels(*prepared.sample);
  AddBatch(prepared);
  if (!options_.device().is_cpu()) prepared.on_host = Stage(TensorsOf(prepared), /*pinned=*/true);
  return prepared;
}

void Network::Deliver(Prepared& prepared) const {
  if (!prepared.on_host.defined()) return;
  learn::Deliver(prepared.on_host, TensorsOf(prepared), options_.device());
  // The copy may still run: torch keeps pinned memory until it has.
  prepared.on_host = torch::Tensor();
}

torch::Tensor Network::Logits(const pack::Sample& sample) const {
  const auto not_ours = [](const pack::Sample*) {};
  Prepared prepared = Prepare({&sample, not_ours});
  Deliver(prepared);
  return Logits(prepared);
}

std::unique_ptr<Network> Network::Make(const ModelConfig& config, const torch::Tensor& flat,
                                       const torch::Tensor& gradient, Layout layout) {
  if (config.network == NetworkKind::kGated) {
    return std::make_unique<GatedNetwork>(config, flat, gradient, layout);
  }
  return std::make_unique<RelationalNetwork>(config, flat, gradient, layout);
}

std::unique_ptr<Network> Network::Make(const ModelConfig& config, const torch::Tensor& flat,
                                       const torch::Tensor& gradient) {
  return Make(config, flat, gradient, flat.device().is_cpu() ? Layout::kFused : Layout::kTorch);
}

}  // namespace fastnode::learn
