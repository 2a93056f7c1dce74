// Times are counted in a few buckets, so memory and work per request are constant, and quantiles
// are read off the buckets. The output is sorted and written in Prometheus' text format by hand: it
// is a dozen lines.
#include "collect/server/metrics.h"

#include <fmt/format.h>

#include <algorithm>

namespace fastnode::server {
namespace {

std::string EscapeLabel(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    if (c == '\\' || c == '"') escaped += '\\';
    if (c == '\n')
      escaped += "\\n";
    else
      escaped += c;
  }
  return escaped;
}

void PrintType(std::string_view name, std::string_view type, std::string& out) {
  out += fmt::format("# TYPE {} {}\n", name, type);
}

void PrintReasons(std::string_view name, const std::map<std::string, int64_t>& counts,
                  std::string& out) {
  PrintType(name, "counter", out);
  for (const auto& [reason, count] : counts) {
    out += fmt::format("{}{{reason=\"{}\"}} {}\n", name, EscapeLabel(reason), count);
  }
}

void PrintOne(std::string_view name, std::string_view type, int64_t value, std::string& out) {
  PrintType(name, type, out);
  out += fmt::format("{} {}\n", name, value);
}

void PrintTimes(const pack::PhaseTimes& times, std::string& out) {
  PrintType("fastnode_graphs_total", "counter", out);
  out += fmt::format("fastnode_graphs_total{{made=\"cold\"}} {}\n", times.cold);
  out += fmt::format("fastnode_graphs_total{{made=\"remembered\"}} {}\n", times.remembered);
  PrintType("fastnode_phase_seconds_total", "counter", out);
  for (int i = 0; i < pack::kNumPhases; ++i) {
    const auto phase = static_cast<pack::Phase>(i);
    out += fmt::format("fastnode_phase_seconds_total{{phase=\"{}\"}} {:.6f}\n", pack::Name(phase),
                       times.Seconds(phase));
  }
}

void PrintHistogram(std::string_view route, const LatencyHistogram& latency, std::string& out) {
  const std::string label = EscapeLabel(route);
  int64_t so_far = 0;
  for (size_t i = 0; i < LatencyHistogram::kBounds.size(); ++i) {
    so_far += latency.buckets()[i];
    out += fmt::format("fastnode_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", label,
                       LatencyHistogram::kBounds[i], so_far);
  }
  out += fmt::format("fastnode_request_seconds_bucket{{route=\"{}\",le=\"+Inf\"}} {}\n", label,
                     latency.count());
  out += fmt::format("fastnode_request_seconds_sum{{route=\"{}\"}} {:.6f}\n", label, latency.sum());
  out += fmt::format("fastnode_request_seconds_count{{route=\"{}\"}} {}\n", label, latency.count());
}

}  // namespace

void LatencyHistogram::Add(double seconds) {
  auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), seconds);
  ++buckets_[static_cast<size_t>(bound - kBounds.begin())];
  ++count_;
  sum_ += seconds;
}

double LatencyHistogram::Quantile(double q) const {
  if (count_ == 0) return 0;
  const double wanted = q * static_cast<double>(count_);
  double before = 0;
  for (size_t i = 0; i < kBounds.size(); ++i) {
    const auto here = static_cast<double>(buckets_[i]);
    if (here > 0 && before + here >= wanted) {
      const double low = i == 0 ? 0 : kBounds[i - 1];
      return low + (kBounds[i] - low) * (wanted - before) / here;
    }
    before += here;
  }
  return kBounds.back();
}

void Metrics::Count(std::string_view route, int status, double seconds) {
  std::lock_guard lock(mutex_);
  auto found = routes_.find(route);
  if (found == routes_.end()) found = routes_.emplace(route, Route()).first;
  ++found->second.by_status[status];
  found->second.latency.Add(seconds);
}

void Metrics::CountAnswer(const pack::PhaseTimes& times) {
  std::lock_guard lock(mutex_);
  answers_.Add(times);
}

pack::PhaseTimes Metrics::answers() const {
  std::lock_guard lock(mutex_);
  return answers_;
}

std::map<std::string, Metrics::Route> Metrics::routes() const {
  std::lock_guard lock(mutex_);
  return {routes_.begin(), routes_.end()};
}

std::string PrintMetrics(const std::map<std::string, Metrics::Route>& routes,
                         const Metrics::Gauges& gauges) {
  std::string out;
  PrintType("fastnode_requests_total", "counter", out);
  for (const auto& [path, route] : routes) {
    for (const auto& [status, count] : route.by_status) {
      out += fmt::format("fastnode_requests_total{{route=\"{}\",status=\"{}\"}} {}\n",
                         EscapeLabel(path), status, count);
    }
  }
  PrintType("fastnode_request_seconds", "histogram", out);
  for (const auto& [path, route] : routes) PrintHistogram(path, route.latency, out);
  PrintOne("fastnode_connections_served", "gauge", gauges.connections.served, out);
  PrintOne("fastnode_connections_waiting", "gauge", gauges.connections.waiting, out);
  PrintOne("fastnode_sessions", "gauge", static_cast<int64_t>(gauges.sessions), out);
  PrintOne("fastnode_draws_waiting", "gauge", static_cast<int64_t>(gauges.waiting_draws), out);
  PrintOne("fastnode_samples_total", "counter", gauges.draws.samples, out);
  PrintOne("fastnode_sites_total", "counter", gauges.draws.sites, out);
  PrintTimes(gauges.draws.times, out);
  PrintReasons("fastnode_replaced_total", gauges.draws.replaced, out);
  PrintReasons("fastnode_failed_draws_total", gauges.draws.failed, out);
  return out;
}

}  // namespace fastnode::server
