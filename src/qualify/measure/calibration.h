// Does a probability mean what it says? Sites are put into ten bins by the probability of their
// first completion; the expected calibration error is the mean over sites of the gap between a
// bin's mean probability and its share of right answers (Naeini, Cooper, Hauskrecht, AAAI 2015).
//
// That error is never 0: of a hundred answers, each right with .5, it is not fifty that are right.
// So what perfect probabilities would get at as many sites is said beside it (by_chance), and
// whether more or fewer are right than was said (bias), which has no such floor.
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
  double by_chance = 0;   // the error to be expected if each answer were right as often as it says
  double bias = 0;        // share that is right, less the mean probability; below 0: too sure
  std::vector<Bin> bins;  // kCalibrationBins of equal width
};

// Sites without any completion have no probability and are not among `answers`.
Calibration MeasureCalibration(const std::vector<TopAnswer>& answers);

}  // namespace fastnode::qualify
