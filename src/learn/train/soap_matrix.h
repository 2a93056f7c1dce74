// What a step of SOAP does to one matrix on the processor: six products by BLAS and a few passes
// over the values, in place. Torch's own operations cost nearly twice as much, as it starts some
// eighty for each of ninety small matrices.
#pragma once

#include <cstdint>
#include <vector>

namespace fastnode::learn {

// Row-major, where they stand in the flat tensors and among the bases (soap.h).
struct SoapMatrix {
  int64_t rows, columns;
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
  const SoapFactors factors_;
  std::vector<float> one_, other_;
};

}  // namespace fastnode::learn
