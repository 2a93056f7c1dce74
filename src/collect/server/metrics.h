// Counts of requests by route and status, with the seconds they took. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "collect/draw/session.h"

namespace fastnode::server {

class Metrics {
 public:
  void Count(std::string_view route, int status, double seconds);

  // In the Prometheus text format, sorted.
  std::string Print(const draw::DrawCounts& draws, size_t num_sessions) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, int64_t> requests_;
  std::map<std::string, double> seconds_;
};

}  // namespace fastnode::server
