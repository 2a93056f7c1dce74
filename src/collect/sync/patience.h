// How long sync goes on while no samples come. It remembers what is wrong with each place, says so
// when that changes, and knows since when nothing came. Thread-safe.
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

  // Notes what is wrong with a place ("": nothing), and says it on stderr if it is news.
  void Note(size_t place, const std::string& trouble);

  // Starts the time again: a wanted sample came, or none is wanted now.
  void BeginAnew();

  // An error with one line per place, once nothing has come for that long.
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
