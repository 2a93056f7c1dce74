#include "collect/server/status_page.h"

#include <fmt/format.h>

namespace fastnode::server {
namespace {

constexpr std::string_view kHead =
    "<!doctype html><meta charset=utf-8><title>fastnode graph data server</title>"
    "<style>body{font:15px/1.5 sans-serif;margin:2em;max-width:60em}"
    "table{border-collapse:collapse}td,th{padding:.2em 1em;text-align:right;"
    "border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}</style>"
    "<h1>fastnode graph data server</h1>";

}  // namespace

std::string EscapeHtml(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string StatusPage(const corpus::Statistics& statistics,
                       const std::vector<Sessions::Info>& sessions) {
  std::string page(kHead);
  page += fmt::format("<p>Dataset <code>{}</code></p>", EscapeHtml(statistics.dataset_id));
  page += "<table><tr><th>split<th>projects<th>files<th>lines<th>attribute sites</tr>";
  for (int i = 0; i < corpus::kNumSplits; ++i) {
    const auto& split = statistics.splits[static_cast<size_t>(i)];
    page += fmt::format("<tr><td>{}<td>{}<td>{}<td>{}<td>{}</tr>",
                        corpus::Name(static_cast<corpus::Split>(i)), split.projects, split.files,
                        split.lines, split.sites);
  }
  page += "</table><h2>Sessions</h2>";
  if (sessions.empty()) return page + "<p>None.</p>";
  page += "<table><tr><th>session<th>split<th>seed<th>samples<th>sites<th>idle (s)</tr>";
  for (const Sessions::Info& session : sessions) {
    page += fmt::format("<tr><td>{}<td>{}<td>{}<td>{}<td>{}<td>{:.0f}</tr>", EscapeHtml(session.id),
                        corpus::Name(session.config.split), session.config.seed,
                        session.counts.samples, session.counts.sites, session.idle_s);
  }
  return page + "</table>";
}

}  // namespace fastnode::server
