// The gates of a verdict: what a model must be to be released. Of every kind of site:
//
//   there are sites
//   recall@1 and mrr above each baseline            what users see first: better than the best
//                                                   simple method, whichever that is
//   recall@5 not below popularity                   what they see at a glance, where it is a method
//   recall@1, recall@5 and mrr no worse than        "previous", if it was asked: the 95 % interval
//   of the previous release                            the difference, site by site, does not lie
//   below 0
//
// Above a baseline is judged by the value alone, for how sure that is depends on how many sites
// there are; each gate bears its difference with its interval, so that anyone can see it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "qualify/measure/bootstrap.h"

namespace fastnode::qualify {

struct Difference;

struct Gate {
  std::string name;
  bool passed = false;
  std::optional<Estimate> difference = std::nullopt;  // the model's value less the other's
};

// `differences`: of the model less every other method.
std::vector<Gate> JudgeGates(int64_t num_sites, const std::vector<Difference>& differences);

// "recall@1 above counts: -1.2 [-3.0, +0.5]", in percent.
std::string PrintGate(const Gate& gate);

}  // namespace fastnode::qualify
