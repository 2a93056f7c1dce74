// What the steps of a run are given, one after the other: samples, and what the network is fed of
// them. On a card several threads make ready what is to come; on a CPU that would only take the
// processors from the step.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "collect/draw/sample_source.h"
#include "learn/train/in_order.h"
#include "learn/train/train.h"
#include "learn/train/trainer.h"
#include "support/result.h"

namespace fastnode::learn {

// Sample k, checked against the network. Errors: the source's; a sample that breaks its contract.
Result<pack::Sample> GetSample(draw::SampleSource& source, int64_t k, const ModelConfig& config);

// Of the step to come.
struct StepInput {
  int64_t k = 0;
  std::shared_ptr<const pack::Sample> sample;
  Trainer::Part part;                     // that the input has
  std::shared_ptr<Trainer::Input> input;  // null: not made yet, or used by a step not made
  double waited = 0;                      // seconds of the step that was to come
};

class StepInputs {
 public:
  using Part = std::atomic<Trainer::Part>;

  // Of steps before `end`. `part`: this worker's, of the step to come. All must outlive this.
  StepInputs(const TrainOptions& options, const Trainer& trainer, draw::SampleSource& source,
             int64_t end, const Part& part)
      : options_(options), trainer_(trainer), source_(source), end_(end), part_(part) {}

  // Of step k, which follows the step asked for before, or else is the first asked for again.
  Result<StepInput> Take(int64_t k);

  // Makes the input for `part`.
  Status Prepare(StepInput& ready, Trainer::Part part) const;

  // Whoever waits for a sample that is not wanted any more.
  void Interrupt();

 private:
  Result<StepInput> Read(int64_t k) const;

  const TrainOptions& options_;
  const Trainer& trainer_;
  draw::SampleSource& source_;
  const int64_t end_;
  const Part& part_;
  int64_t next_ = -1;
  std::optional<InOrder<Result<StepInput>, Result<StepInput>>> threads_;
};

}  // namespace fastnode::learn
