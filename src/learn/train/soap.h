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
  // both moments are kept in their bases. Of several workers (null: none), the first computes new
  // bases and sends them: QR on processors of different kinds gives bases that differ. Errors: a
  // worker is gone. The step is then made on the first worker, and half made on others.
  Status Step(const Recipe& recipe, int64_t step, double gradient_norm, OptimiserTensors& tensors,
              Workers* workers = nullptr) const;

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

  // Views of what `bases` has of it, and of what the bases alone take.
  static Basis BasisOf(const Group& group, const torch::Tensor& bases);
  struct Sides {
    torch::Tensor rows, columns;
  };
  static Sides SidesOf(const Group& group, const torch::Tensor& sides);
  // All that are new at this step, each group's in its place.
  Result<torch::Tensor> NextSides(const OptimiserTensors& tensors, Workers* workers) const;

  // `next`: the new basis, if there is one.
  Values StepOf(const Group& group, const Recipe& recipe, int64_t step,
                const torch::Tensor& gradient, const OptimiserTensors& tensors,
                const Sides* next) const;

  std::vector<Group> groups_;
  int64_t num_numbers_ = 0;
};

}  // namespace fastnode::learn
