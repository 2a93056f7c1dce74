// AdamW, weight decay, clipping and the moving average in one pass over flat tensors: memory
// bandwidth is all that an optimiser costs, and torch's own would read each tensor several times.
// optimiser_test.cc compares it with torch's operations.
#include "learn/train/optimiser.h"

#include <algorithm>
#include <cmath>

#include "learn/model/network_kernels.h"

namespace fastnode::learn {
namespace {

// The factors that are the same for all values of a step.
struct Factors {
  float clip, beta1, beta2, epsilon;
  float decay;    // what a parameter loses where the mask is 1
  float rate;     // of moment1 / (sqrt(moment2) + epsilon)
  float average;  // how far the average moves towards the parameter
};

Factors FactorsOf(const Recipe& recipe, int64_t step, double gradient_norm) {
  const auto t = static_cast<double>(step);
  const double rate = recipe.LearningRate(step);
  const double correction1 = 1 - std::pow(recipe.beta1, t);
  const double correction2 = std::sqrt(1 - std::pow(recipe.beta2, t));
  const auto f = [](double value) { return static_cast<float>(value); };
  return {f(ClipFactor(recipe, gradient_norm)),
          f(recipe.beta1),
          f(recipe.beta2),
          f(recipe.epsilon * correction2),
          f(rate * recipe.weight_decay),
          f(rate * correction2 / correction1),
          f(AverageStep(recipe, step))};
}

FASTNODE_VECTORISED_EXACTLY void UpdateRange(const Factors& factors,
                                             const float* __restrict gradients,
                                             const float* __restrict mask, int64_t first,
                                             int64_t last, float* __restrict parameters,
                                             float* __restrict averages, float* __restrict moments1,
                                             float* __restrict moments2) {
  const Factors f = factors;
  for (int64_t i = first; i < last; ++i) {
    const float gradient = gradients[i] * f.clip;
    const float moment1 = moments1[i] + (1 - f.beta1) * (gradient - moments1[i]);
    const float moment2 = f.beta2 * moments2[i] + (1 - f.beta2) * gradient * gradient;
    const float before = parameters[i] * (1 - f.decay * mask[i]);
    const float parameter = before - f.rate * moment1 / (__builtin_sqrtf(moment2) + f.epsilon);
    moments1[i] = moment1;
    moments2[i] = moment2;
    parameters[i] = parameter;
    averages[i] += f.average * (parameter - averages[i]);
  }
}

}  // namespace

double ClipFactor(const Recipe& recipe, double gradient_norm) {
  return std::min(1.0, recipe.max_gradient_norm / (gradient_norm + 1e-12));
}

double AverageStep(const Recipe& recipe, int64_t step) {
  const auto t = static_cast<double>(step);
  return 1 - std::min(recipe.average_decay, (1 + t) / (10 + t));
}

void UpdatePlainly(const Recipe& recipe, int64_t step, double gradient_norm,
                   OptimiserTensors& tensors) {
  torch::NoGradGuard no_gradient;
  const Factors f = FactorsOf(recipe, step, gradient_norm);
  const torch::Tensor gradient = tensors.gradient * f.clip;
  tensors.moment1.lerp_(gradient, 1 - f.beta1);
  tensors.moment2.mul_(f.beta2).addcmul_(gradient, gradient, 1 - f.beta2);
  tensors.parameters.addcmul_(tensors.parameters, tensors.decay_mask, -f.decay);
  const torch::Tensor scale = tensors.moment2.sqrt().add_(f.epsilon);
  tensors.parameters.addcdiv_(tensors.moment1, scale, -f.rate);
  tensors.average.lerp_(tensors.parameters, f.average);
}

void UpdateValues(const Recipe& recipe, int64_t step, double gradient_norm, int64_t first,
                  int64_t last, OptimiserTensors& tensors) {
  const Factors factors = FactorsOf(recipe, step, gradient_norm);
  constexpr int64_t kGrain = int64_t{1} << 16;
  at::parallel_for(first, last, kGrain, [&](int64_t begin, int64_t end) {
    const auto pointer = [](const torch::Tensor& t) { return t.data_ptr<float>(); };
    UpdateRange(factors, pointer(tensors.gradient), pointer(tensors.decay_mask), begin, end,
                pointer(tensors.parameters), pointer(tensors.average), pointer(tensors.moment1),
                pointer(tensors.moment2));
  });
}

}  // namespace fastnode::learn
