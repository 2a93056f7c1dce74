// What a step of SOAP does to one matrix on the processor: six products and a few passes over the
// values, in place. Torch's own operations cost several times as much, as it starts some eighty for
// each of ninety small matrices.
#pragma once

#include <cstdint>
#include <vector>

namespace fastnode::learn {

// Rows of a matrix that stand side by side. Those between two runs have no gradient, and their
// axes are those of the basis: they are passed over (Parameter::idle_rows).
struct RowRun {
  int64_t first, count;
};
using RowRuns = std::vector<RowRun>;

// Row-major, where they stand in the flat tensors and among the bases (soap.h).
struct SoapMatrix {
  int64_t rows, columns;
  const RowRuns* runs;
  const float* gradient;                            // not clipped
  float *parameters, *average, *moment1, *moment2;  // moments in the bases
  float *row_sums, *column_sums;                    // [rows, rows], [columns, columns]
  const float *row_basis, *column_basis;            // likewise
};

// What is the same for all matrices of a step.
struct SoapFactors {
  float clip, basis_decay, beta1, beta2, epsilon;
  float longest;  // no step inside the bases is longer
  float decay;    // what a parameter loses
  float rate;     // of a step
  float average;  // how far the average moves towards the parameter
};

class SoapStepper {
 public:
  explicit SoapStepper(const SoapFactors& factors) : factors_(factors) {}

  // Adds the gradient to what the bases are made from.
  void AddToSums(const SoapMatrix& matrix);
  void Step(const SoapMatrix& matrix);

 private:
  // The gradient's rows in use, clipped, one after the other. Returns how many there are.
  int64_t TakeGradient(const SoapMatrix& matrix);

  const SoapFactors factors_;
  std::vector<float> gradient_, one_, other_, square_;
};

// The basis that follows `basis` [side, side] by one step of power iteration with `sums` and a QR
// decomposition by Householder's reflections, as LAPACK's: the same signs, and orthogonal
// even where gradients vanish.
void NextSoapBasis(const float* sums, const float* basis, int64_t side, const RowRuns& runs,
                   float* next);

}  // namespace fastnode::learn
