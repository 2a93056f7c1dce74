// Another program, run to its end, with a limit on time and output.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "support/result.h"

namespace fastnode {

struct SubprocessOptions {
  double limit_seconds = 60;                // then it is killed, with all that it started
  size_t max_output_bytes = 16 << 20;       // of each stream; what is more ends it
  const std::atomic<bool>* stop = nullptr;  // set from outside: it is killed
};

struct SubprocessOutcome {
  int status = 0;  // exit status; 128 + signal of one that a signal ended
  std::string out, err;
};

// argv[0] is looked for in PATH; there is no shell and no input. Errors: it cannot be started,
// takes too long, says too much, or was to be stopped.
Result<SubprocessOutcome> RunSubprocess(const std::vector<std::string>& argv,
                                        const SubprocessOptions& options = {});

}  // namespace fastnode
