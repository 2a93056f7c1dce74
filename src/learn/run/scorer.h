// The release model's forward pass, without torch: a sample in, candidate scores out. It computes
// exactly the network of docs/model.md; train_test holds it to the training network.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "collect/pack/sample.h"
#include "learn/model/config.h"
#include "learn/model/model_folder.h"
#include "learn/model/weights.h"
#include "support/result.h"

namespace fastnode::learn {

// Thread-safe: Score is const and keeps no state between calls. Sets OpenBLAS, process-wide, to one
// thread: the matrices of one site are too small to share.
class Scorer {
 public:
  // `folder` holds config.json and model.safetensors (full precision or quantised).
  static Result<Scorer> Load(const std::string& folder);
  // From f32 weights. Errors: a tensor is missing or has another shape.
  static Result<Scorer> Make(const ModelConfig& config, Weights weights);
  static Result<Scorer> Make(Model model) { return Make(model.config, std::move(model.weights)); }
  Scorer(Scorer&&) noexcept;
  Scorer& operator=(Scorer&&) noexcept;
  ~Scorer();

  const ModelConfig& config() const;

  // Logits, one per candidate of the sample, in order. Deterministic on one machine. The sample
  // keeps its contract (pack::Verify with the config's vocabulary sizes).
  std::vector<float> Score(const pack::Sample& sample) const;

 private:
  struct Network;
  explicit Scorer(std::unique_ptr<Network> network);
  std::unique_ptr<Network> network_;
};

// The softmax over the candidates of each site, of the logits divided by the temperature.
std::vector<float> Softmax(const std::vector<float>& logits, const std::vector<int32_t>& begin,
                           float temperature = 1.0f);

}  // namespace fastnode::learn
