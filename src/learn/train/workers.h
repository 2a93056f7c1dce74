// Training by several processes that share each step. Each computes the gradient of its part of a
// sample, and all get the sum, through torch's distributed package (gloo). So parameters stay equal
// everywhere without being sent.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "support/result.h"

namespace fastnode::learn {

struct WorkersOptions {
  int32_t rank = 0;   // of this process
  int32_t count = 1;  // of all processes; 1: no sharing
  // A folder that all of them see, where they find each other. The next run must not find what one
  // run leaves there.
  std::string rendezvous;
  // The address at which this process listens for the others. Anybody who reaches it can take part,
  // so leave it on loopback or on a network that only the workers have.
  std::string address = "127.0.0.1";
  double timeout_seconds = 600;  // to wait for the others, and for each sum
};

// Takes rank and count from the environment if the options do not say them: RANK and WORLD_SIZE, or
// SLURM_PROCID and SLURM_NTASKS. Errors: half of a pair, or not a number.
Result<WorkersOptions> WorkersFromEnvironment(WorkersOptions options);

class Workers {
 public:
  // Waits for all workers. Errors: a rank out of range, no rendezvous, a worker that does not come,
  // a build without gloo.
  static Result<std::unique_ptr<Workers>> Join(const WorkersOptions& options);
  virtual ~Workers() = default;

  virtual int32_t rank() const = 0;
  virtual int32_t count() const = 0;
  // Replaces values by their sum over all workers, the same bits everywhere. Errors: a worker is
  // gone, or does not answer in time.
  virtual Status Sum(float* values, int64_t size) = 0;
  virtual Status Sum(double* values, int64_t size) = 0;

  // Whether the flag is set for any of the workers.
  Result<bool> Any(bool flag);
};

}  // namespace fastnode::learn
