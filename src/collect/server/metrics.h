// What a graph data server has done so far: requests by route and status, and how long they took.
// For monitoring (Prometheus) and for the status page. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "collect/draw/session.h"
#include "support/http_server.h"

namespace fastnode::server {

// Times in buckets that grow by 2 to 2.5: a quantile is off by less than that factor.
class LatencyHistogram {
 public:
  // Upper bounds in seconds. What takes longer goes into the last bucket.
  static constexpr std::array kBounds = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                         0.01,   0.025,   0.05,   0.1,   0.25,   0.5,
                                         1.0,    2.5,     5.0,    10.0,  25.0,   50.0};

  void Add(double seconds);
  int64_t count() const { return count_; }
  double sum() const { return sum_; }  // seconds
  const std::array<int64_t, kBounds.size() + 1>& buckets() const { return buckets_; }

  // The time in seconds that a share `q` of the requests did not exceed, by linear interpolation
  // within its bucket. 0 if there were no requests; the last bound if the time is beyond it.
  double Quantile(double q) const;

 private:
  std::array<int64_t, kBounds.size() + 1> buckets_{};
  int64_t count_ = 0;
  double sum_ = 0;
};

class Metrics {
 public:
  struct Route {
    std::map<int, int64_t> by_status;
    LatencyHistogram latency;
  };
  // What the parts of the server report when they are asked.
  struct Gauges {
    draw::DrawCounts draws;  // of all sessions so far; its times with those of answers
    size_t sessions = 0;
    size_t waiting_draws = 0;  // that no thread has begun
    HttpConnections connections;
  };

  // `route`: its path, or "" for a request that matched none.
  void Count(std::string_view route, int status, double seconds);
  void CountAnswer(const pack::PhaseTimes& times);  // with samples
  pack::PhaseTimes answers() const;                 // of all of these
  std::map<std::string, Route> routes() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Route, std::less<>> routes_;
  pack::PhaseTimes answers_;
};

// In the Prometheus text format, sorted.
// https://prometheus.io/docs/instrumenting/exposition_formats/
std::string PrintMetrics(const std::map<std::string, Metrics::Route>& routes,
                         const Metrics::Gauges& gauges);

}  // namespace fastnode::server
