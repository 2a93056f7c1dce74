// One optimiser step at a time, and everything that a later process needs to go on from there. The
// torch-free face of training.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "collect/pack/sample.h"
#include "learn/model/config.h"
#include "learn/model/metrics.h"
#include "learn/model/weights.h"
#include "learn/train/workers.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::learn {

// AdamW (Loshchilov, Hutter: Decoupled weight decay regularization, ICLR 2019); matrices by SOAP
// (soap.h). The learning rate does not depend on how long training will be, so that k steps and
// then m more equal k + m. It rises for `warm_up` steps, and from `full_steps` on falls as 1 /
// sqrt(step).
struct Recipe {
  double learning_rate = 3e-3;
  int64_t warm_up = 200;
  int64_t full_steps = 1000;
  double beta1 = 0.9;
  double beta2 = 0.99;
  double epsilon = 1e-8;
  double weight_decay = 0.01;    // for matrices; not for embeddings, biases and scales
  double max_gradient_norm = 1;  // of all parameters together
  double average_decay = 0.998;  // for the exported moving average: min(this, (1+t)/(10+t))
  double matrix_beta2 = 0.95;    // of matrices, in their bases
  double basis_decay = 0.95;     // of what the bases are made from
  int64_t basis_every = 20;      // steps from one basis to the next; the first is their own axes
  int64_t sums_every = 2;        // steps from one gradient that bases are made from to the next

  double LearningRate(int64_t step) const;  // for step `step`, from 1 on
};

Json ToJson(const Recipe& recipe);

struct StepReport {
  double gradient_norm = 0;  // before clipping
  double learning_rate = 0;
  Metrics metrics;  // on this sample, before the step
};

// Called by one thread. Torch and BLAS share the work among the threads they were given.
class Trainer {
 public:
  struct Device {
    std::string name = "cpu";  // or "cuda"
    // Of a step on the CPU; on a card, those that prepare samples for it. More threads only pay on
    // cores that nobody else wants, because OpenMP's threads spin while they wait. (On two cores
    // shared with the data server, 2 threads took 10 times as long as 1.)
    int threads = 1;
    // Which of the host's cards, modulo their number. Where each process sees only its own card,
    // that is the first.
    int32_t card = 0;
    // The workers that share the steps; null: none. They must outlive the trainer.
    Workers* workers = nullptr;
  };

  // Errors: the device is not there.
  static Result<Trainer> Make(const ModelConfig& config, const Recipe& recipe, uint64_t seed,
                              const Device& device);
  // Goes on from EncodeCheckpoint's bytes. Errors: damaged, or from another program.
  static Result<Trainer> Restore(std::string_view checkpoint, const Device& device);
  // Configuration, recipe, seed and step, as text; and a trainer that has these, for a worker that
  // takes its parameters from the first (TakeState). Errors: it is no description.
  std::string Description() const;
  static Result<Trainer> Blank(const std::string& description, const Device& device);

  Trainer(Trainer&&) noexcept;
  Trainer& operator=(Trainer&&) noexcept;
  ~Trainer();

  // A sample as a step takes it.
  struct Input;

  // Of the sites of a sample, one worker's: as near to a count-th as whole sites allow.
  struct Part {
    int32_t place = 0, count = 1;
    bool operator==(const Part&) const = default;
    int32_t Begin(int32_t sites) const { return BeginOf(sites, place); }
    int32_t End(int32_t sites) const { return BeginOf(sites, place + 1); }

   private:
    int32_t BeginOf(int32_t sites, int64_t at) const {
      return static_cast<int32_t>(sites * at / count);
    }
  };

  // What can be done before the step: on any thread, while another makes steps. Errors: torch's
  // (out of memory).
  Result<std::shared_ptr<Input>> Prepare(std::shared_ptr<const pack::Sample> sample,
                                         Part part) const;

  // Makes one step; an input serves one. Of several workers, all call with parts of the same
  // sample. Errors: torch's (out of memory), a loss that is not finite, a worker that is gone. The
  // step is then not made; and where the group is broken, this trainer may have half of it, and
  // takes the first worker's state before it goes on.
  Result<StepReport> Step(Input& input);
  // Both, with this worker's part.
  Result<StepReport> Step(pack::Sample sample);

  // Takes the state of the first worker, which has made `step` steps. All workers of a new group
  // call it. Errors: a worker is gone.
  Status TakeState(int64_t step);

  // Logits of the averaged network.
  Result<std::vector<float>> Score(const pack::Sample& sample) const;

  int64_t step() const;  // steps made so far; also the index of the next sample
  uint64_t seed() const;
  const ModelConfig& config() const;
  const Recipe& recipe() const;

  Weights AveragedWeights() const;

  // Parameters, their average, the optimiser's moments, step, seed, configuration and recipe, with
  // `notes` beside them. There is no other state: random choices are functions of seed and step.
  std::string EncodeCheckpoint(const std::map<std::string, std::string>& notes) const;

 private:
  struct State;
  explicit Trainer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The steps that a checkpoint holds.
Result<int64_t> CheckpointSteps(std::string_view checkpoint);

// The `notes` of a checkpoint.
Result<std::map<std::string, std::string>> CheckpointNotes(std::string_view checkpoint);

}  // namespace fastnode::learn
