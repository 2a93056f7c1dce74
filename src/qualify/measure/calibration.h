// Does a probability mean what it says? Sites are put into ten bins by the probability of their
// first completion; the expected calibration error is the mean over sites of the gap between a
// bin's mean probability and its share of right answers (Naeini, Cooper, Hauskrecht, AAAI 2015).
#pragma once

#include <cstdint>
#include <vector>

namespace fastnode::qualify {

inline constexpr int kCalibrationBins = 10;

struct TopAnswer {
  double probability;  // of the first completion
  bool right;
};

struct Calibration {
  struct Bin {
    int64_t count = 0;
    double probability = 0;  // mean
    double accuracy = 0;
  };
  double error = 0;
  std::vector<Bin> bins;  // kCalibrationBins of equal width
};

// Sites without any completion have no probability and are not among `answers`.
Calibration MeasureCalibration(const std::vector<TopAnswer>& answers);

}  // namespace fastnode::qualify
