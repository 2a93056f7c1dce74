// The workers of one generation, connected with each other: sums and copies through torch's
// distributed package.
#pragma once

#include <cstdint>
#include <memory>

#include "learn/train/rendezvous.h"

namespace fastnode::learn {

class Group {
 public:
  // Connects to all others through the table of the rendezvous. Errors: one of them is gone.
  static Result<std::unique_ptr<Group>> Form(Rendezvous& rendezvous, const Decision& decision,
                                             double timeout_seconds);
  virtual ~Group() = default;

  // As Workers says.
  virtual Status Sum(float* values, int64_t size) = 0;
  virtual Status Sum(double* values, int64_t size) = 0;
  virtual Status Send(float* values, int64_t size) = 0;
};

// Whether this build can. Errors: it says what is missing.
Status CanShare();

}  // namespace fastnode::learn
