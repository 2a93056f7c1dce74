#include "qualify/measure/calibration.h"

#include <algorithm>
#include <cmath>

namespace fastnode::qualify {

Calibration MeasureCalibration(const std::vector<TopAnswer>& answers) {
  Calibration calibration;
  calibration.bins.resize(kCalibrationBins);
  for (const TopAnswer& answer : answers) {
    int place = static_cast<int>(answer.probability * kCalibrationBins);
    auto& bin = calibration.bins[static_cast<size_t>(std::clamp(place, 0, kCalibrationBins - 1))];
    ++bin.count;
    bin.probability += answer.probability;
    bin.accuracy += answer.right ? 1 : 0;
  }
  for (Calibration::Bin& bin : calibration.bins) {
    if (bin.count == 0) continue;
    // Still sums here: the weight of a bin is its count.
    calibration.error += std::abs(bin.probability - bin.accuracy);
    bin.probability /= static_cast<double>(bin.count);
    bin.accuracy /= static_cast<double>(bin.count);
  }
  if (!answers.empty()) calibration.error /= static_cast<double>(answers.size());
  return calibration;
}

}  // namespace fastnode::qualify
