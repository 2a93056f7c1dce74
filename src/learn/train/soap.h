// SOAP (Vyas and others: Improving and stabilizing Shampoo using Adam, ICLR 2025) for the matrices:
// Adam in the basis in which rows and columns of their gradients are uncorrelated. Features are
// correlated with each other, which is what Adam alone is slow at
// (docs/decisions/0053-matrices-in-a-basis-of-their-own.md).
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "learn/train/optimiser.h"
#include "learn/train/soap_matrix.h"

namespace fastnode::learn {

class Soap {
 public:
  explicit Soap(const ModelConfig& config);

  // How many numbers `OptimiserTensors::bases` has, and what it is before the first step.
  int64_t num_numbers() const { return num_numbers_; }
  torch::Tensor Start() const;
  // `OptimiserTensors::matrix_values`: where in the flat tensors the values of matrices stand,
  // those of one shape after those of another.
  torch::Tensor MatrixValues() const;

  // One step for all parameters: what is no matrix of this network has AdamW's. Of matrices,
  // both moments are kept in their bases. Of several workers (null: none), the first computes new
  // bases and sends them: QR on processors of different kinds gives bases that differ. Errors: a
  // worker is gone. The step is then made on the first worker, and half made on others.
  Status Step(const Recipe& recipe, int64_t step, double gradient_norm, OptimiserTensors& tensors,
              Workers* workers = nullptr) const;
  // The same in torch's own operations, few and large ones: what a graphics card does. Rows that
  // are idle are not passed over, as there is a time for each operation and not for each number.
  // Tests compare.
  Status StepPlainly(const Recipe& recipe, int64_t step, double gradient_norm,
                     OptimiserTensors& tensors, Workers* workers = nullptr) const;

 private:
  // All matrices of one shape. Torch computes them together.
  struct Group {
    int64_t rows, columns;
    std::vector<int64_t> offsets;  // of each matrix in the flat tensors
    std::vector<RowRuns> runs;     // its rows in use
    int64_t first = 0;             // where its values begin among those of all matrices
    int64_t state = 0;             // where in `bases`

    int64_t count() const { return static_cast<int64_t>(offsets.size()); }
    // Its part [count, rows, columns] of the values of all matrices.
    torch::Tensor Of(const torch::Tensor& values) const {
      return values.narrow(0, first, count() * rows * columns).view({count(), rows, columns});
    }
  };
  // Views of `bases`. What correlates, and the basis, of rows [count, rows, rows] and of columns
  // [count, columns, columns].
  struct Basis {
    torch::Tensor row_sums, column_sums, rows, columns;
  };
  static Basis BasisOf(const Group& group, const torch::Tensor& bases);
  struct Sides {
    torch::Tensor rows, columns;
  };
  static Sides SidesOf(const Group& group, const torch::Tensor& sides);
  static void NextSidesInPlace(const Group& group, const Basis& basis, Sides& next);
  std::vector<SoapMatrix> MatricesOf(OptimiserTensors& tensors) const;
  // All that are new at this step, each group's in its place.
  Result<torch::Tensor> NextSides(const OptimiserTensors& tensors, Workers* workers) const;
  // At a step that has new bases: takes them, and turns the first moments into them.
  Status Turn(const Recipe& recipe, int64_t step, OptimiserTensors& tensors,
              Workers* workers) const;

  std::vector<Group> groups_;
  std::vector<std::pair<int64_t, int64_t>> others_;  // [first, last) of what is no matrix
  int64_t num_numbers_ = 0;
};

}  // namespace fastnode::learn
