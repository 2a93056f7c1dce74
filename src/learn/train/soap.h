// SOAP (Vyas and others: Improving and stabilizing Shampoo using Adam, ICLR 2025) for the matrices:
// Adam in the basis in which rows and columns of their gradients are uncorrelated. Features are
// correlated with each other, which is what Adam alone is slow at
// (docs/decisions/0053-matrices-in-a-basis-of-their-own.md).
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "learn/train/optimiser.h"

namespace fastnode::learn {

class Soap {
 public:
  explicit Soap(const ModelConfig& config);

  // How many numbers `OptimiserTensors::bases` has, and what it is before the first step.
  int64_t num_numbers() const { return num_numbers_; }
  torch::Tensor Start() const;

  // One step for all parameters: what is no matrix of this network is left to Update. Of matrices,
  // both moments are kept in their bases.
  void Step(const Recipe& recipe, int64_t step, double gradient_norm,
            OptimiserTensors& tensors) const;

 private:
  // All matrices of one shape. They are computed together.
  struct Group {
    int64_t rows, columns;
    std::vector<std::pair<int64_t, int64_t>> pieces;  // where in the flat tensors, and how many
    int64_t count = 0;                                // of all pieces
    int64_t state = 0;                                // where in `bases`
  };
  // Views of `bases`. What correlates, and the basis, of rows [count, rows, rows] and of columns
  // [count, columns, columns].
  struct Basis {
    torch::Tensor row_sums, column_sums, rows, columns;
  };
  struct Values {
    torch::Tensor parameters, average, moment1, moment2;  // [count, rows, columns]
  };

  static Basis BasisOf(const Group& group, const torch::Tensor& bases);
  Values StepOf(const Group& group, const Recipe& recipe, int64_t step, double gradient_norm,
                const OptimiserTensors& tensors) const;

  std::vector<Group> groups_;
  int64_t num_numbers_ = 0;
};

}  // namespace fastnode::learn
