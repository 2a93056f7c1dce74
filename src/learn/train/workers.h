// Training by several processes that share each step. Each computes the gradient of its part of a
// sample, and all get the sum, through torch's distributed package (gloo). So parameters stay equal
// everywhere without being sent.
//
// Between two steps all meet. The first worker says who makes the next step; where the number of
// workers may change, one that is gone is left out from there on, and one that has come takes part.
// What the first worker has is what counts: whoever comes takes its state from it
// (docs/decisions/0055-workers-that-come-and-go.md).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "support/result.h"

namespace fastnode::learn {

inline constexpr int32_t kMostWorkers = 4096;

struct WorkersOptions {
  int32_t rank = -1;   // of this process; -1: from the environment
  int32_t count = 0;   // of all processes, at most; 1: no sharing; 0: from the environment
  int32_t least = -1;  // of all processes, if their number may change; -1: it may not
  // tcp://HOST:PORT, where the first worker listens; or a folder that all of them see, in which it
  // says where it listens. Empty: MASTER_ADDR and MASTER_PORT.
  std::string rendezvous;
  // The address at which this process listens for the others. Anybody who reaches it can take part,
  // so it is loopback, or on a network that only the workers have. Empty: the one that leads to the
  // first worker; with a folder, loopback.
  std::string address;
  double timeout_seconds = 600;  // to wait for the others at a boundary
  int32_t local_rank = -1;       // among the processes of this host; -1: not known
  int32_t attempt = 0;           // how often a launcher has started all of them before

  bool changes() const { return least >= 0; }
};

// "4", or "2:4" for any number from 2 to 4, into count and least. Errors: it is something else.
Status ParseCount(const std::string& text, WorkersOptions& options);

// Takes what the options do not say from the environment, as torchrun and Slurm set it: RANK and
// WORLD_SIZE, or SLURM_PROCID and SLURM_NTASKS; LOCAL_RANK or SLURM_LOCALID; MASTER_ADDR and
// MASTER_PORT; TORCHELASTIC_RESTART_COUNT. Errors: half of a pair, or not a number.
Result<WorkersOptions> WorkersFromEnvironment(WorkersOptions options);

class Workers {
 public:
  // The first worker listens and does not wait; `plan` is what it tells the others. They wait for
  // it. Errors: a rank out of range, no rendezvous, a port in use, nobody there in time, a build
  // without gloo.
  static Result<std::unique_ptr<Workers>> Join(const WorkersOptions& options,
                                               const std::string& plan = "");
  virtual ~Workers() = default;

  virtual bool is_first() const = 0;  // it validates, writes, and has the state that counts
  virtual int32_t most() const = 0;   // that there may be at once
  // What the first worker said when this one came: its plan, and its steps in a checkpoint.
  virtual const std::string& plan() const = 0;
  virtual int64_t kept() const = 0;

  struct Boundary {
    bool ends = false;     // for this worker
    bool stopped = false;  // somebody was told to, so not all steps are made
    // Another group makes the next step. First all take the state of the first worker (by Send),
    // which has made `step` steps, and meet again.
    bool anew = false;
    int64_t step = 0;
    int64_t kept = 0;  // of these in a checkpoint
  };
  // Waits until everybody is there. `ends`: this one wants to end, `stopped`: as it was told to.
  // All end then, or this one only where their number may change and it is not the first. `step`
  // and `kept` are the first's. Errors: a worker is gone, or too many; it did not come in time.
  virtual Result<Boundary> Meet(bool ends, int64_t step, int64_t kept, bool stopped = false) = 0;

  // Of the group that makes the next step. The first worker's place is 0.
  virtual int32_t place() const = 0;
  virtual int32_t count() const = 0;
  virtual int64_t generation() const = 0;  // the how many-eth group it is

  // Replaces values by their sum over all workers, the same bits everywhere. Errors: a worker is
  // gone, or does not answer in time. Then the group is broken, and the next step is made by
  // another, if at all: Meet.
  virtual Status Sum(float* values, int64_t size) = 0;
  virtual Status Sum(double* values, int64_t size) = 0;
  // Replaces values by the first worker's.
  virtual Status Send(float* values, int64_t size) = 0;
  virtual bool broken() const = 0;
};

}  // namespace fastnode::learn
