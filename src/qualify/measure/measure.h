// Every method at every site: the raw material of the report. Workers run in parallel; results
// stand in the order of the sites, and nothing but the times depends on the number of workers.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "collect/corpus/usage_table.h"
#include "qualify/ask/answer.h"
#include "qualify/ask/condition.h"
#include "qualify/ask/sites.h"
#include "qualify/measure/example.h"
#include "qualify/measure/held_out.h"

namespace fastnode::qualify {

struct MeasureOptions {
  uint64_t seed = 1;
  int32_t threads = 2;
  int32_t max_examples = 200;
  Condition condition = kHeadline;
  int32_t max_sites = INT32_MAX;  // the first ones
  bool names_after_dots = true;   // what is asked for
};

struct Measured {
  Condition condition = kHeadline;
  std::vector<std::string> methods;                    // models first, then baselines
  std::vector<std::vector<int32_t>> ranks;             // [method][site]
  std::vector<std::map<std::string, int64_t>> errors;  // [method] reason -> sites
  // Of names after dots, else empty: [site] whether the name stands after another dot of the file,
  // and of the training split.
  std::vector<bool> in_file, in_training;
  std::vector<float> top_probabilities;  // [site] the model's; -1: no completion
  std::vector<int64_t> micros;           // [site] the model's
  std::vector<Example> examples;         // a random choice, in order of the sites
  std::string fault;                     // what faults.h found; "": nothing
};

// Asks all methods one question. Called from many threads. The memory is of the questions of one
// file; null: the release's model is timed.
using AskAll = std::function<Answers(const Question&, predict::AnalysisMemory*)>;

// `corpus`: what the baselines know of the training split.
Measured Measure(const HeldOut& held_out, std::vector<std::string> methods, const AskAll& ask,
                 const corpus::UsageTable& corpus, const MeasureOptions& options);

}  // namespace fastnode::qualify
