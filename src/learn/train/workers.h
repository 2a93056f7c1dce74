// Training by several processes that share each step: every one computes the gradient of its part
// of a sample, and all get the sum, through torch's distributed package (gloo). Parameters are then
// equal everywhere without being sent.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "support/result.h"

namespace fastnode::learn {

struct WorkersOptions {
  int32_t rank = 0;   // of this process
  int32_t count = 1;  // of all; 1: nobody to share with
  // A folder that all of them see, where they find each other; what one run leaves there must not
  // be found by the next.
  std::string rendezvous;
  // Where this process listens for the others. Whoever reaches it can take part: leave it on
  // loopback, or a network that only the workers have.
  std::string address = "127.0.0.1";
  double timeout_seconds = 600;  // for the others to come, and for each sum
};

// What the environment says of rank and count, unless the options say it: RANK and WORLD_SIZE, or
// SLURM_PROCID and SLURM_NTASKS. Errors: half of a pair, or no number.
Result<WorkersOptions> WorkersFromEnvironment(WorkersOptions options);

class Workers {
 public:
  // Waits for all of them. Errors: a rank out of range, no rendezvous, somebody does not come, this
  // build has no gloo.
  static Result<std::unique_ptr<Workers>> Join(const WorkersOptions& options);
  virtual ~Workers() = default;

  virtual int32_t rank() const = 0;
  virtual int32_t count() const = 0;
  // Replaces values by their sum over all workers, the same bits everywhere. Errors: one of them is
  // gone, or does not come in time.
  virtual Status Sum(float* values, int64_t size) = 0;
  virtual Status Sum(double* values, int64_t size) = 0;

  // Whether it is so for any of them.
  Result<bool> Any(bool flag);
};

}  // namespace fastnode::learn
