#include "qualify/report/print_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <map>
#include <optional>

#include "qualify/report/run_lineage.h"

namespace fastnode::qualify {
namespace {

std::string Text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : PrintJson(value);
}

std::string Text(const RunSummary& run, const char* field) {
  return run.json.contains(field) ? Text(run.json[field]) : "";
}

Result<RunSummary> Find(const std::string& root, const std::string& part) {
  Result<std::vector<RunSummary>> runs = ListRuns(root);
  if (!runs.ok()) return runs.error();
  for (RunSummary& run : *runs) {
    if (run.name.find(part) != std::string::npos) return std::move(run);
  }
  return Error{"no run in " + root + " has '" + part + "' in its name"};
}

// Leaves of nested objects by their paths: "recipe.learning_rate".
void Flatten(const Json& json, const std::string& path,
             std::map<std::string, std::string>& leaves) {
  if (!json.is_object()) {
    leaves[path] = Text(json);
    return;
  }
  for (const auto& [name, value] : json.items()) {
    Flatten(value, path.empty() ? name : path + "." + name, leaves);
  }
}

std::map<std::string, std::string> Parameters(const RunSummary& run) {
  std::map<std::string, std::string> leaves;
  for (const char* field : {"commit", "dataset_id", "inputs", "outputs", "parameters"}) {
    if (run.json.contains(field)) {
      Flatten(run.json[field], field == std::string("parameters") ? "" : field, leaves);
    }
  }
  return leaves;
}

// Results in the order of the first run that has them.
std::vector<std::pair<std::string, double>> Results(const RunSummary& run) {
  std::vector<std::pair<std::string, double>> results;
  if (!run.json.contains("results")) return results;
  for (const Json& result : run.json["results"]) {
    const auto name = result.find("name"), value = result.find("value");
    if (name == result.end() || value == result.end() || !value->is_number()) continue;
    results.emplace_back(Text(*name), value->get<double>());
  }
  return results;
}

std::string Number(double value) { return fmt::format("{:.6g}", value); }

std::string Cut(const std::string& text, size_t width) {
  if (text.size() <= width) return text;
  size_t end = width - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;  // in a character
  return text.substr(0, end) + "...";
}

std::string Columns(const std::string& run, const std::string& model, const std::string& status,
                    const std::string& time, const std::string& release,
                    const std::string& result) {
  return fmt::format("{:<39} {:<16} {:<9} {:>8} {:<12} {}", run, Cut(model, 16), status, time,
                     release, result);
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

// "3m07s"; "" where the run has not ended.
std::string Duration(const RunSummary& run) {
  const auto begin = Seconds(Text(run, "started")), end = Seconds(Text(run, "ended"));
  if (!begin || !end) return "";
  const double seconds = *end - *begin;
  const auto whole = static_cast<int64_t>(seconds);
  if (whole < 60) return fmt::format("{:.1f}s", seconds);
  if (whole < 3600) return fmt::format("{}m{:02}s", whole / 60, whole % 60);
  return fmt::format("{}h{:02}m", whole / 3600, whole / 60 % 60);
}

// The release that the run made, or else read.
std::string Release(const RunSummary& run) {
  for (const char* field : {"outputs", "inputs"}) {
    for (const auto& [kind, hash] : HashesOf(run.json, field)) {
      if (kind == "release") return hash.substr(0, 12);
    }
  }
  return "";
}

// Records of before have no headline, but results.
std::string Headline(const RunSummary& run) {
  if (run.json.contains("headline") && run.json["headline"].is_object()) {
    const Json& headline = run.json["headline"];
    if (headline.contains("name") && headline.contains("value") && headline["value"].is_number()) {
      return Text(headline["name"]) + " " + Number(headline["value"].get<double>());
    }
  }
  const auto results = Results(run);
  return results.empty() ? "" : results[0].first + " " + Number(results[0].second);
}

}  // namespace

std::string RunLine(const RunSummary& run) {
  std::string result = Text(run, "error");
  if (result.empty()) result = Headline(run);
  for (const auto& [name, value] : Results(run)) {
    if (name == "passed") result += value == 1 ? ", passed" : ", failed a gate";
  }
  return Columns(run.name, Text(run, "model_name"), Text(run, "status"), Duration(run),
                 Release(run), Cut(result, 60));
}

Result<std::string> PrintRunList(const std::string& root) {
  int64_t unreadable = 0;
  Result<std::vector<RunSummary>> runs = ListRuns(root, &unreadable);
  if (!runs.ok()) return runs.error();
  std::string text = Columns("run", "model", "status", "time", "release", "result") + "\n";
  for (const RunSummary& run : *runs) {
    text += RunLine(run) + "\n";
    if (const std::string note = Text(run, "note"); !note.empty()) {
      text += fmt::format("  note: {}\n", Cut(note.substr(0, note.find('\n')), 100));
    }
  }
  if (unreadable > 0) text += fmt::format("{} records cannot be read\n", unreadable);
  return text;
}

Result<std::string> PrintRun(const std::string& root, const std::string& name) {
  Result<RunSummary> run = Find(root, name);
  if (!run.ok()) return run.error();
  return run->name + "\n" + PrintJson(run->json, 2) + "\n";
}

Result<std::string> NoteRun(const std::string& root, const std::string& name,
                            const std::string& text) {
  Result<RunSummary> run = Find(root, name);
  if (!run.ok()) return run.error();
  Status written = WriteNote(root, run->name, text);
  if (!written.ok()) return written.error();
  return run->name + (text.empty() ? ": has no note now\n" : ": noted\n");
}

Result<std::string> PrintComparison(const std::string& root,
                                    const std::vector<std::string>& names) {
  std::vector<RunSummary> runs;
  for (const std::string& name : names) {
    Result<RunSummary> run = Find(root, name);
    if (!run.ok()) return run.error();
    runs.push_back(*std::move(run));
  }
  constexpr size_t kWidth = 24;
  std::string text;
  for (size_t r = 0; r < runs.size(); ++r) {
    text += fmt::format("{}: {} ({})\n", r + 1, runs[r].name, Text(runs[r], "status"));
  }
  text += fmt::format("\n{:<40}", "parameters that differ");
  for (size_t r = 0; r < runs.size(); ++r) text += fmt::format(" {:>{}}", r + 1, kWidth);
  text += '\n';
  std::map<std::string, std::vector<std::string>> rows;
  for (size_t r = 0; r < runs.size(); ++r) {
    for (const auto& [name, value] : Parameters(runs[r])) {
      rows[name].resize(runs.size());
      rows[name][r] = value;
    }
  }
  for (const auto& [name, values] : rows) {
    if (std::all_of(values.begin(), values.end(),
                    [&first = values[0]](auto& v) { return v == first; }))
      continue;
    text += fmt::format("{:<40}", name);
    for (const std::string& value : values)
      text += fmt::format(" {:>{}}", Cut(value, kWidth), kWidth);
    text += '\n';
  }
  text += fmt::format("\n{:<40}", "results");
  for (size_t r = 0; r < runs.size(); ++r) text += fmt::format(" {:>{}}", r + 1, kWidth);
  text += '\n';
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::string>> results;
  for (size_t r = 0; r < runs.size(); ++r) {
    for (const auto& [name, value] : Results(runs[r])) {
      auto [row, inserted] = results.try_emplace(name, runs.size());
      if (inserted) order.push_back(name);
      row->second[r] = Number(value);
    }
  }
  for (const std::string& name : order) {
    text += fmt::format("{:<40}", name);
    for (const std::string& value : results[name]) text += fmt::format(" {:>{}}", value, kWidth);
    text += '\n';
  }
  return text;
}

}  // namespace fastnode::qualify
