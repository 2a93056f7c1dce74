// AdamW (Loshchilov and Hutter, 2019) with clipping, and the moving average of the parameters: one
// pass over flat tensors of the same length. Matrices have more (soap.h).
#pragma once

#include <cstdint>

#include "learn/model/network_torch.h"
#include "learn/train/trainer.h"

namespace fastnode::learn {

struct OptimiserTensors {
  torch::Tensor parameters, gradient, average, moment1, moment2;
  torch::Tensor decay_mask;     // 1 for values that decay, else 0
  torch::Tensor bases;          // of matrices (soap.h), as many numbers as it says
  torch::Tensor matrix_values;  // where those of matrices stand: Soap::MatrixValues
};

// What the gradient is multiplied by, so that its norm is at most max_gradient_norm.
double ClipFactor(const Recipe& recipe, double gradient_norm);
// How far the average moves towards the parameters.
double AverageStep(const Recipe& recipe, int64_t step);

// Makes step `step` (from 1 on) of the recipe for the values [first, last), in one kernel of the
// CPU. Changes everything except the gradient and the mask.
void UpdateValues(const Recipe& recipe, int64_t step, double gradient_norm, int64_t first,
                  int64_t last, OptimiserTensors& tensors);

// The same for all values in torch's own operations, on any device. Tests compare the two.
void UpdatePlainly(const Recipe& recipe, int64_t step, double gradient_norm,
                   OptimiserTensors& tensors);

}  // namespace fastnode::learn
