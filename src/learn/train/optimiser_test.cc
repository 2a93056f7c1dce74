#include "learn/train/optimiser.h"

#include <gtest/gtest.h>

namespace fastnode::learn {
namespace {

torch::Tensor Values(double phase) {
  return torch::arange(1000, torch::kFloat).add(phase).mul(1.3).sin();
}

OptimiserTensors Start() {
  OptimiserTensors tensors;
  tensors.parameters = Values(0);
  tensors.average = tensors.parameters.clone();
  tensors.moment1 = torch::zeros({1000}, torch::kFloat);
  tensors.moment2 = torch::zeros({1000}, torch::kFloat);
  tensors.decay_mask = (Values(0.7) > 0).to(torch::kFloat);
  return tensors;
}

TEST(Optimiser, DoesWhatTorchsOperationsDo) {
  Recipe recipe;
  recipe.warm_up = 3;
  recipe.full_steps = 5;
  OptimiserTensors fused = Start(), plain = Start();
  for (int64_t step = 1; step <= 20; ++step) {
    fused.gradient = plain.gradient = Values(static_cast<double>(step));
    const double norm = step % 2 == 0 ? 22.4 : 0.5;  // clipped, and not
    UpdateValues(recipe, step, norm, 0, fused.parameters.size(0), fused);
    UpdatePlainly(recipe, step, norm, plain);
  }
  EXPECT_GT((fused.parameters - Start().parameters).abs().max().item<float>(), 1e-3);
  EXPECT_TRUE(torch::allclose(fused.parameters, plain.parameters, 1e-5, 1e-6));
  EXPECT_TRUE(torch::allclose(fused.average, plain.average, 1e-5, 1e-6));
  EXPECT_TRUE(torch::allclose(fused.moment1, plain.moment1, 1e-5, 1e-7));
  EXPECT_TRUE(torch::allclose(fused.moment2, plain.moment2, 1e-5, 1e-7));
}

TEST(Optimiser, DecaysOnlyWhatTheMaskNames) {
  Recipe recipe;
  recipe.warm_up = 1;
  OptimiserTensors tensors = Start();
  tensors.gradient = torch::zeros({1000}, torch::kFloat);
  UpdateValues(recipe, 1, 0, 0, tensors.parameters.size(0), tensors);
  const torch::Tensor factor =
      1 - recipe.LearningRate(1) * recipe.weight_decay * tensors.decay_mask;
  EXPECT_TRUE(torch::allclose(tensors.parameters, Start().parameters * factor, 1e-6, 1e-7));
}

}  // namespace
}  // namespace fastnode::learn
