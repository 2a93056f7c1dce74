// What the first worker tells those that come: they train what it trains, whatever their own
// command line says of seed, session and network.
#pragma once

#include <cstdint>
#include <string>

#include "learn/train/run_training.h"
#include "support/result.h"

namespace fastnode::learn {

// Of the first worker, whose `trainer` begins the run.
std::string PlanOf(const TrainOptions& train, const Trainer& trainer);

// Into a worker's run. Returns the first step. Errors: no plan, or other data than this worker has.
Result<int64_t> TakePlan(const std::string& plan, TrainingRun& run);

}  // namespace fastnode::learn
