// How long who brings samples goes on without any: what is wrong with each place, said when it
// changes, and since when none came. Thread-safe.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "support/result.h"

namespace fastnode::sync {

class Patience {
 public:
  Patience(std::vector<std::string> places, double seconds);

  // What is wrong with a place, "" for nothing. Says it on stderr if it was not so before.
  void Note(size_t place, const std::string& trouble);

  // A sample that is wanted came, or none is wanted now.
  void BeginAnew();

  // Once nothing came for so long: an error with a line a place.
  std::optional<Error> Ended() const;

 private:
  std::string Describe(size_t place) const;  // with mutex_

  const std::vector<std::string> places_;
  const double seconds_;
  mutable std::mutex mutex_;
  std::vector<std::string> troubles_;  // by place
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

}  // namespace fastnode::sync
