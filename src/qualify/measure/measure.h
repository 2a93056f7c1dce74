// Every method at every site: the raw material of the report. Workers run in parallel; results
// stand in the order of the sites, and nothing but the times depends on the number of workers.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "collect/corpus/places.h"
#include "collect/corpus/usage.h"
#include "qualify/ask/answer.h"
#include "qualify/ask/condition.h"
#include "qualify/ask/sites.h"
#include "qualify/measure/example.h"

namespace fastnode::qualify {

struct HeldOut {
  SiteList list;
  std::vector<corpus::FileUsage> usages;                // one a file of the list
  std::vector<types::Environment> environments;         // one a file of the list, or none
  std::shared_ptr<const corpus::ProjectPlaces> places;  // to which these point
  std::map<std::string, corpus::UsageTable> projects;   // by name, of the files' projects
};

struct MeasureOptions {
  uint64_t seed = 1;
  int32_t threads = 2;
  int32_t max_examples = 200;
  Condition condition;
  bool after_dots = true;  // what is asked for are names after dots
};

struct Measured {
  std::vector<std::string> methods;  // models first, then baselines
  size_t num_models = 1;
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

// `corpus`: what the baselines know of the training split.
// Asks all methods one question. Called from many threads.
using AskAll = std::function<Answers(const Question&)>;
Measured Measure(const HeldOut& held_out, std::vector<std::string> methods, const AskAll& ask,
                 const corpus::UsageTable& corpus, const MeasureOptions& options);

// The attribute task: the model and its baselines.
Measured Measure(const HeldOut& held_out, const Model& model, const corpus::UsageTable& corpus,
                 const types::Library& library, const MeasureOptions& options);

}  // namespace fastnode::qualify
