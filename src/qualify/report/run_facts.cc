// Records were written by programs of any age, and people may have changed them: every field may be
// missing or of another type.
#include "qualify/report/run_facts.h"

#include <fmt/format.h>

#include <cstdio>
#include <ctime>
#include <optional>

#include "support/json_leaves.h"

namespace fastnode::qualify {
namespace {

constexpr size_t kDigitsOfAVersion = 12;

std::string Text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : PrintJson(value);
}

// Seconds since some day from "20261123T180000.123Z"; none where it is no time.
std::optional<double> Seconds(const std::string& time) {
  std::tm parts{};
  int millis = 0;
  if (std::sscanf(time.c_str(), "%4d%2d%2dT%2d%2d%2d.%3dZ", &parts.tm_year, &parts.tm_mon,
                  &parts.tm_mday, &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &millis) != 7) {
    return std::nullopt;
  }
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  return static_cast<double>(::timegm(&parts)) + millis / 1000.0;
}

}  // namespace

Result<RunSummary> FindRun(const std::string& root, const std::string& part) {
  Result<std::vector<RunSummary>> runs = ListRuns(root);
  if (!runs.ok()) return runs.error();
  for (RunSummary& run : *runs) {
    if (run.name.find(part) != std::string::npos) return std::move(run);
  }
  return Error{"no run in " + root + " has '" + part + "' in its name"};
}

std::string FieldOf(const RunSummary& run, const char* field) {
  return run.json.contains(field) ? Text(run.json[field]) : "";
}

std::map<std::string, std::string> ParametersOf(const RunSummary& run) {
  std::map<std::string, std::string> leaves;
  for (const char* field : {"commit", "dataset_id", "inputs", "outputs", "parameters"}) {
    if (run.json.contains(field)) {
      const char* path = field == std::string("parameters") ? "" : field;
      for (const auto& [name, value] : LeavesOf(run.json[field], path)) leaves[name] = Text(*value);
    }
  }
  return leaves;
}

std::vector<std::pair<std::string, double>> ResultsOf(const RunSummary& run) {
  std::vector<std::pair<std::string, double>> results;
  if (!run.json.contains("results")) return results;
  for (const Json& result : run.json["results"]) {
    const auto name = result.find("name"), value = result.find("value");
    if (name == result.end() || value == result.end() || !value->is_number()) continue;
    results.emplace_back(Text(*name), value->get<double>());
  }
  return results;
}

std::vector<std::pair<std::string, std::string>> HashesOf(const Json& run, const char* field) {
  std::vector<std::pair<std::string, std::string>> hashes;
  if (!run.is_object() || !run.contains(field) || !run[field].is_object()) return hashes;
  for (const auto& [kind, hash] : run[field].items()) {
    if (hash.is_string() && !hash.get_ref<const std::string&>().empty()) {
      hashes.emplace_back(kind, hash.get<std::string>());
    }
  }
  return hashes;
}

std::string ReleaseOf(const RunSummary& run) {
  for (const char* field : {"outputs", "inputs"}) {
    for (const auto& [kind, hash] : HashesOf(run.json, field)) {
      if (kind == "release") return hash.substr(0, kDigitsOfAVersion);
    }
  }
  return "";
}

std::string DurationOf(const RunSummary& run) {
  const auto begin = Seconds(FieldOf(run, "started")), end = Seconds(FieldOf(run, "ended"));
  if (!begin || !end) return "";
  const double seconds = *end - *begin;
  const auto whole = static_cast<int64_t>(seconds);
  if (whole < 60) return fmt::format("{:.1f}s", seconds);
  if (whole < 3600) return fmt::format("{}m{:02}s", whole / 60, whole % 60);
  return fmt::format("{}h{:02}m", whole / 3600, whole / 60 % 60);
}

std::string HeadlineOf(const RunSummary& run) {
  if (run.json.contains("headline") && run.json["headline"].is_object()) {
    const Json& headline = run.json["headline"];
    if (headline.contains("name") && headline.contains("value") && headline["value"].is_number()) {
      return Text(headline["name"]) + " " + NumberText(headline["value"].get<double>());
    }
  }
  // Older records have no headline, but results.
  const auto results = ResultsOf(run);
  return results.empty() ? "" : results[0].first + " " + NumberText(results[0].second);
}

std::string NumberText(double value) { return fmt::format("{:.6g}", value); }

std::string ShortText(const std::string& text, size_t width) {
  if (text.size() <= width) return text;
  size_t end = width - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;  // in a character
  return text.substr(0, end) + "...";
}

}  // namespace fastnode::qualify
