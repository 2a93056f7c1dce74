// The training run: steps, validation, event files, checkpoints, and the model's folder at the end.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collect/draw/sample_source.h"
#include "learn/model/config.h"
#include "learn/model/metrics.h"
#include "learn/train/trainer.h"
#include "learn/train/withhold.h"
#include "support/result.h"

namespace fastnode::learn {

struct TrainOptions {
  ModelConfig model;
  Recipe recipe;
  uint64_t seed = 1;
  Trainer::Device device;  // with workers: the first of them validates and writes
  // Of a worker that is not the first: the first's trainer (Trainer::Description). It takes its
  // state from the first, and neither reads nor writes a checkpoint.
  std::string described;
  std::string ledger;  // file that gets a line for each part of a step taken on, and each step made
  Withheld withheld;   // knowledge that is taken from all samples
  int64_t steps = 0;   // to make in this run
  bool resume = false;     // from the checkpoint; model, recipe and seed are then its own
  bool goes_on = false;    // with resume: the same run, which was killed; its curve goes on too
  std::string run;         // tells this run from others, for StepsOfKilledRun; may be empty
  double max_minutes = 0;  // then it ends, as if after the steps made so far; 0: no limit
  // Ends, as if after the steps made so far, when this many validations in a row were no better
  // than the best before them. 0: never.
  int64_t patience = 0;
  double checkpoint_minutes = 5;
  int64_t validation_samples = 16;
  int64_t validate_every = 250;
  std::string out;                 // folder of the model, replaced at the end
  std::string checkpoint;          // folder of checkpoint.safetensors
  std::string tensorboard;         // folder of its event files (event_folder.h); empty: none
  std::vector<std::string> names;  // that the network embeds, row 1 on; pictures of them
  std::string runs;                // folder for a record of the run; empty: none
  std::string name;                // of the model, for the record
  // What the samples are made from. A checkpoint only goes on with the same.
  std::string metainfo_id;
  std::string dataset_id;
  std::string session;
  // Called with the number of steps whose samples are not needed again, because they are in a
  // checkpoint; by every worker.
  std::function<Status(int64_t)> checkpointed;
  // Set from outside (by a signal): stop after the current step, keep a checkpoint, replace no
  // model.
  const std::atomic<bool>* stop = nullptr;
};

struct NamedMetrics {
  std::string name;
  Metrics metrics;
};

struct TrainReport {
  int64_t first_step = 0;  // steps that had been made before
  int64_t steps = 0;       // made in this run
  bool interrupted = false;
  bool out_of_patience = false;
  double seconds = 0;
  double wait_seconds = 0;  // part of these, spent waiting for samples
  // Where the time of whoever made the samples went meanwhile, if that is known.
  std::optional<pack::PhaseTimes> spent;
  int64_t sites = 0;
  Metrics validation;
  std::vector<NamedMetrics> at_end;  // of the sources of that name
};

// Samples that judge the finished model, and no earlier one.
struct NamedSource {
  std::string name;
  std::unique_ptr<draw::SampleSource> samples;
};

// Trains on samples first_step, first_step + 1, ... of `training` and validates on the first ones
// of `validation` (and, once all steps are made, of each of `at_end`). On an error a checkpoint of
// the steps made is kept. Errors: no checkpoint to continue from, one from other data, samples that
// break their contract, files.
Result<TrainReport> Train(const TrainOptions& options, draw::SampleSource& training,
                          draw::SampleSource& validation,
                          const std::vector<NamedSource>& at_end = {});

}  // namespace fastnode::learn
