// The page at "/": what the server serves, to whom, how fast, and what it has refused.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "collect/corpus/statistics.h"
#include "collect/server/metrics.h"
#include "collect/server/sessions.h"

namespace fastnode::server {

struct ServerState {
  const corpus::Statistics& statistics;
  std::vector<Sessions::Info> sessions;
  std::map<std::string, Metrics::Route> routes;
  Metrics::Gauges gauges;
  double uptime_s = 0;
};
std::string StatusPage(const ServerState& state);

}  // namespace fastnode::server
