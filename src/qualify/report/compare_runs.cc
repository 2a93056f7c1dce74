#include "qualify/report/compare_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "qualify/report/run_facts.h"

namespace fastnode::qualify {
namespace {

constexpr size_t kWidth = 24;

std::string Head(const char* title, size_t num_runs) {
  std::string text = fmt::format("\n{:<40}", title);
  for (size_t r = 0; r < num_runs; ++r) text += fmt::format(" {:>{}}", r + 1, kWidth);
  return text + '\n';
}

std::string Row(const std::string& name, const std::vector<std::string>& values) {
  std::string text = fmt::format("{:<40}", name);
  for (const std::string& value : values) {
    text += fmt::format(" {:>{}}", ShortText(value, kWidth), kWidth);
  }
  return text + '\n';
}

std::string ParametersThatDiffer(const std::vector<RunSummary>& runs) {
  std::map<std::string, std::vector<std::string>> rows;
  for (size_t r = 0; r < runs.size(); ++r) {
    for (const auto& [name, value] : ParametersOf(runs[r])) {
      rows[name].resize(runs.size());
      rows[name][r] = value;
    }
  }
  std::string text = Head("parameters that differ", runs.size());
  for (const auto& [name, values] : rows) {
    const bool differ = std::any_of(values.begin(), values.end(),
                                    [&first = values[0]](const auto& v) { return v != first; });
    if (differ) text += Row(name, values);
  }
  return text;
}

// In the order of the first run that has them.
std::string AllResults(const std::vector<RunSummary>& runs) {
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::string>> rows;
  for (size_t r = 0; r < runs.size(); ++r) {
    for (const auto& [name, value] : ResultsOf(runs[r])) {
      auto [row, inserted] = rows.try_emplace(name, runs.size());
      if (inserted) order.push_back(name);
      row->second[r] = NumberText(value);
    }
  }
  std::string text = Head("results", runs.size());
  for (const std::string& name : order) text += Row(name, rows[name]);
  return text;
}

}  // namespace

Result<std::string> PrintComparison(const std::string& root,
                                    const std::vector<std::string>& names) {
  std::vector<RunSummary> runs;
  for (const std::string& name : names) {
    Result<RunSummary> run = FindRun(root, name);
    if (!run.ok()) return run.error();
    runs.push_back(*std::move(run));
  }
  std::string text;
  for (size_t r = 0; r < runs.size(); ++r) {
    text += fmt::format("{}: {} ({})\n", r + 1, runs[r].name, FieldOf(runs[r], "status"));
  }
  return text + ParametersThatDiffer(runs) + AllResults(runs);
}

}  // namespace fastnode::qualify
