#include "qualify/measure/calibration.h"

#include <algorithm>
#include <cmath>

namespace fastnode::qualify {
namespace {

// The mean of |sum - its mean| for a sum of independent answers, each right with its probability:
// the distribution of the sum, answer by answer.
double MeanDeviation(const std::vector<double>& probabilities) {
  std::vector<double> of_sum = {1};
  double mean = 0;
  for (double p : probabilities) {
    of_sum.push_back(0);
    for (size_t k = of_sum.size() - 1; k > 0; --k) {
      of_sum[k] = of_sum[k] * (1 - p) + of_sum[k - 1] * p;
    }
    of_sum[0] *= 1 - p;
    mean += p;
  }
  double deviation = 0;
  for (size_t k = 0; k < of_sum.size(); ++k) {
    deviation += of_sum[k] * std::abs(static_cast<double>(k) - mean);
  }
  return deviation;
}

}  // namespace

Calibration MeasureCalibration(const std::vector<TopAnswer>& answers) {
  Calibration calibration;
  calibration.bins.resize(kCalibrationBins);
  std::vector<std::vector<double>> said(kCalibrationBins);
  for (const TopAnswer& answer : answers) {
    int place = static_cast<int>(answer.probability * kCalibrationBins);
    const auto number = static_cast<size_t>(std::clamp(place, 0, kCalibrationBins - 1));
    Calibration::Bin& bin = calibration.bins[number];
    said[number].push_back(std::clamp(answer.probability, 0.0, 1.0));
    ++bin.count;
    bin.probability += answer.probability;
    bin.accuracy += answer.right ? 1 : 0;
  }
  for (Calibration::Bin& bin : calibration.bins) {
    if (bin.count == 0) continue;
    // Still sums here: the weight of a bin is its count.
    calibration.error += std::abs(bin.probability - bin.accuracy);
    calibration.bias += bin.accuracy - bin.probability;
    bin.probability /= static_cast<double>(bin.count);
    bin.accuracy /= static_cast<double>(bin.count);
  }
  for (const std::vector<double>& of_bin : said) calibration.by_chance += MeanDeviation(of_bin);
  if (answers.empty()) return calibration;
  const auto count = static_cast<double>(answers.size());
  for (double* sum : {&calibration.error, &calibration.by_chance, &calibration.bias}) *sum /= count;
  return calibration;
}

}  // namespace fastnode::qualify
