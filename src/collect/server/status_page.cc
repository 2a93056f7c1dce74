#include "collect/server/status_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "support/html.h"

namespace fastnode::server {
namespace {

constexpr std::string_view kHead =
    "<!doctype html><meta charset=utf-8><title>fastnode graph data server</title>"
    "<style>body{font:15px/1.5 sans-serif;margin:2em;max-width:60em}"
    "table{border-collapse:collapse}td,th{padding:.2em 1em;text-align:right;"
    "border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}"
    ".bar{width:12em;text-align:left}.bar i{display:block;height:.8em;background:#59c}</style>"
    "<meta http-equiv=refresh content=5><h1>fastnode graph data server</h1>";

void AddSplits(const corpus::Statistics& statistics, std::string& page) {
  page += "<table><tr><th>split<th>projects<th>files<th>lines<th>attribute sites</tr>";
  for (int i = 0; i < corpus::kNumSplits; ++i) {
    const auto& split = statistics.splits[static_cast<size_t>(i)];
    page += fmt::format("<tr><td>{}<td>{}<td>{}<td>{}<td>{}</tr>",
                        corpus::Name(static_cast<corpus::Split>(i)), split.projects, split.files,
                        split.lines, split.sites);
  }
  page += "</table>";
}

void AddSessions(const std::vector<Sessions::Info>& sessions, std::string& page) {
  page += "<h2>Sessions</h2>";
  if (sessions.empty()) {
    page += "<p>None.</p>";
    return;
  }
  page +=
      "<table><tr><th>session<th>split<th>seed<th>samples<th>sites<th>sites/s<th>age (s)"
      "<th>idle (s)</tr>";
  for (const Sessions::Info& session : sessions) {
    page += fmt::format("<tr><td>{}<td>{}<td>{}<td>{}<td>{}<td>{:.0f}<td>{:.0f}<td>{:.0f}</tr>",
                        EscapeHtml(session.id), corpus::Name(session.config.split),
                        session.config.seed, session.counts.samples, session.counts.sites,
                        static_cast<double>(session.counts.sites) / std::max(session.age_s, 1.0),
                        session.age_s, session.idle_s);
  }
  page += "</table>";
}

void AddQueues(const Metrics::Gauges& gauges, std::string& page) {
  page += fmt::format(
      "<h2>Queues</h2><table><tr><td>connections served<td>{}</tr><tr><td>connections waiting"
      "<td>{}</tr><tr><td>draws waiting<td>{}</tr></table>",
      gauges.connections.served, gauges.connections.waiting, gauges.waiting_draws);
}

// How many graphs were made, and a bar for each phase of it.
void AddTimes(const pack::PhaseTimes& times, std::string& page) {
  page += "<h2>Where the time goes</h2>";
  if (times.Seconds() <= 0) {
    page += "<p>Nothing was drawn yet.</p>";
    return;
  }
  auto rate = [](int64_t graphs, double seconds) {
    return seconds > 0 ? static_cast<double>(graphs) / seconds : 0.0;
  };
  page += fmt::format(
      "<p>{} graphs cut anew, {:.0f} a second of one thread; {} remembered, {:.0f} a second.</p>",
      times.cold, rate(times.cold, times.ColdSeconds()), times.remembered,
      rate(times.remembered, times.Seconds(pack::Phase::kRemembered)));
  page += "<table><tr><th>phase<th>seconds of threads<th>share<th></tr>";
  for (int i = 0; i < pack::kNumPhases; ++i) {
    const auto phase = static_cast<pack::Phase>(i);
    const double percent = 100 * times.Seconds(phase) / times.Seconds();
    page += fmt::format(
        "<tr><td>{}<td>{:.1f}<td>{:.0f} %<td class=bar><i style=\"width:{:.0f}%\"></i></tr>",
        pack::Words(phase), times.Seconds(phase), percent, percent);
  }
  page += "</table>";
}

void AddRoutes(const std::map<std::string, Metrics::Route>& routes, std::string& page) {
  page +=
      "<h2>Requests</h2><table><tr><th>path<th>requests<th>p50 (ms)<th>p95 (ms)<th>p99 (ms)"
      "<th>refused or failed</tr>";
  for (const auto& [path, route] : routes) {
    std::string refused;
    for (const auto& [status, count] : route.by_status) {
      if (status >= 400)
        refused += fmt::format("{}{}: {}", refused.empty() ? "" : ", ", status, count);
    }
    auto ms = [&latency = route.latency](double q) { return 1000 * latency.Quantile(q); };
    page += fmt::format("<tr><td>{}<td>{}<td>{:.2f}<td>{:.2f}<td>{:.2f}<td>{}</tr>",
                        path.empty() ? "(no such path)" : EscapeHtml(path), route.latency.count(),
                        ms(.5), ms(.95), ms(.99), refused);
  }
  page += "</table>";
}

void AddReasons(std::string_view title, const std::map<std::string, int64_t>& counts,
                std::string& page) {
  if (counts.empty()) return;
  page += fmt::format("<h2>{}</h2><table>", title);
  for (const auto& [reason, count] : counts) {
    page += fmt::format("<tr><td>{}<td>{}</tr>", EscapeHtml(reason), count);
  }
  page += "</table>";
}

}  // namespace

std::string StatusPage(const ServerState& state) {
  std::string page(kHead);
  page += fmt::format("<p>Dataset <code>{}</code>, served for {:.0f} s.</p>",
                      EscapeHtml(state.statistics.dataset_id), state.uptime_s);
  AddSplits(state.statistics, page);
  AddSessions(state.sessions, page);
  AddQueues(state.gauges, page);
  AddTimes(state.gauges.draws.times, page);
  AddRoutes(state.routes, page);
  AddReasons("Sites and sources replaced", state.gauges.draws.replaced, page);
  AddReasons("Draws that failed", state.gauges.draws.failed, page);
  return page;
}

}  // namespace fastnode::server
