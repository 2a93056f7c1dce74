// From ranks to numbers: what the table, validation.json and the verdict are made of.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "qualify/ask/sites.h"
#include "qualify/measure/bootstrap.h"
#include "qualify/measure/calibration.h"
#include "qualify/measure/gates.h"
#include "qualify/measure/measure.h"
#include "qualify/measure/metrics.h"

namespace fastnode::qualify {

// An estimate of each metric.
class Estimates {
 public:
  Estimate& operator[](Metric metric) { return values_[static_cast<size_t>(metric)]; }
  const Estimate& operator[](Metric metric) const { return values_[static_cast<size_t>(metric)]; }

 private:
  std::array<Estimate, kNumMetrics> values_;
};

// Some of the sites: all of them, a slice, a project.
struct Group {
  std::string name;
  int64_t sites = 0;
  int64_t files = 0;
  std::vector<Estimates> methods;  // as Measured::methods; intervals clustered by file
};

// The model's values less a baseline's, site by site.
struct Difference {
  std::string against;
  Estimates by_file;     // intervals clustered by file
  Estimates by_project;  // the same differences, intervals clustered by project: few and unequal
                         // clusters, so a hint only
};

// The first sites again, or all of them, asked under another condition.
struct OtherCondition {
  Condition condition;
  Group all;
  std::vector<Group> slices;
};

struct Summary {
  Group all;
  std::vector<Group> slices;    // of the kind of site
  std::vector<Group> seen;      // names after dots by where else they stand; of others none
  std::vector<Group> projects;  // by name
  std::vector<Difference> differences;
  Estimate any_list;        // share of sites where at least one method's list held the truth
  Calibration calibration;  // of the model's first completion
  std::vector<OtherCondition> conditions;
  std::vector<Estimate> keys_saved;  // by method (condition.h); none if nothing was typed
  std::vector<Gate> gates;
  bool passed() const;
};

// `conditions`: what was measured in the headline, then under the other conditions.
Summary Summarise(const SiteList& list, const std::vector<Measured>& conditions, uint64_t seed);

}  // namespace fastnode::qualify
