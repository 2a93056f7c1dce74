#include "collect/server/metrics.h"

#include <fmt/format.h>

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

void PrintReasons(std::string_view name, const std::map<std::string, int64_t>& counts,
                  std::string& out) {
  out += fmt::format("# TYPE {} counter\n", name);
  for (const auto& [reason, count] : counts) {
    out += fmt::format("{}{{reason=\"{}\"}} {}\n", name, EscapeLabel(reason), count);
  }
}

}  // namespace

void Metrics::Count(std::string_view route, int status, double seconds) {
  std::lock_guard lock(mutex_);
  ++requests_[{std::string(route), status}];
  seconds_[std::string(route)] += seconds;
}

std::string Metrics::Print(const draw::DrawCounts& draws, size_t num_sessions) const {
  std::lock_guard lock(mutex_);
  std::string out = "# TYPE fastnode_requests_total counter\n";
  for (const auto& [key, count] : requests_) {
    out += fmt::format("fastnode_requests_total{{route=\"{}\",status=\"{}\"}} {}\n",
                       EscapeLabel(key.first), key.second, count);
  }
  out += "# TYPE fastnode_request_seconds_total counter\n";
  for (const auto& [route, seconds] : seconds_) {
    out += fmt::format("fastnode_request_seconds_total{{route=\"{}\"}} {:.6f}\n",
                       EscapeLabel(route), seconds);
  }
  out += fmt::format("# TYPE fastnode_sessions gauge\nfastnode_sessions {}\n", num_sessions);
  out += fmt::format("# TYPE fastnode_samples_total counter\nfastnode_samples_total {}\n",
                     draws.samples);
  out += fmt::format("# TYPE fastnode_sites_total counter\nfastnode_sites_total {}\n", draws.sites);
  PrintReasons("fastnode_replaced_total", draws.replaced, out);
  PrintReasons("fastnode_failed_draws_total", draws.failed, out);
  return out;
}

}  // namespace fastnode::server
