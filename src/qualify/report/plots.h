// Plots of a validation as SVG, for its page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "qualify/measure/calibration.h"
#include "qualify/measure/metrics.h"
#include "qualify/measure/summary.h"

namespace fastnode::qualify {

// Of a method, by its place: the same in every plot and table.
const char* ColourOf(size_t method);

// Groups of sites, and of each some methods' values of one metric.
struct BarGroups {
  std::vector<const Group*> groups;
  Metric metric = Metric::kRecall1;
  std::vector<size_t> methods;            // which of them
  const std::vector<std::string>& names;  // of all methods
};

// A bar for each value, with its interval. As many groups in a plot as a narrow window has room
// for; a wide one shows several plots in a row.
std::string PlotBars(const BarGroups& bars);

// Of each bin of probability, how often the first completion was right; the diagonal is perfect.
std::string PlotCalibration(const Calibration& calibration);

}  // namespace fastnode::qualify
