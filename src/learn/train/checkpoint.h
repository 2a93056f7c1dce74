// The file of a checkpoint, and what a run notes in it beside the trainer's state: what it was
// trained on, and where its curve stands.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "learn/train/train.h"
#include "learn/train/trainer.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::learn {

std::string CheckpointPath(const std::string& folder);
inline constexpr uint64_t kMaxCheckpointBytes = uint64_t{16} << 30;

// By name.
using Notes = std::map<std::string, std::string>;
inline constexpr char kRunNote[] = "run";      // TrainOptions::run
inline constexpr char kCurveNote[] = "curve";  // JSON: what the curve needs to go on

// What the samples are made from: a checkpoint goes on with the same alone.
Notes NotesOf(const TrainOptions& options);

// The trainer that Train begins with; `curve` takes the checkpoint's note of it. Errors: there is
// no checkpoint to continue, it is damaged, or from other data.
Result<Trainer> OpenTrainer(const TrainOptions& options, Json* curve = nullptr);

// The steps of `options.run` that its checkpoint holds: the run was killed, or wanted fewer steps,
// and can resume with that many done. 0: there is no checkpoint, or it is another run's, or it has
// more steps.
int64_t StepsOfKilledRun(const TrainOptions& options);

}  // namespace fastnode::learn
