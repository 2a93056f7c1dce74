// Two walks over the records: from what is asked for back to what made what it read, and on to what
// read what it made. Never both in turn: that would join all runs that share a dataset
// (run_lineage_test.cc).
#include "qualify/report/run_lineage.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "qualify/report/print_runs.h"
#include "qualify/report/run_facts.h"

namespace fastnode::qualify {
namespace {

using Hashes = std::vector<std::pair<std::string, std::string>>;
constexpr size_t kDigitsNeeded = 6;  // fewer would be a part of too many names
constexpr size_t kDigitsShown = 12;  // as the version of a release has them

bool Names(const RunSummary& run, const std::string& prefix) {
  if (prefix.size() < kDigitsNeeded) return false;
  for (const char* field : {"inputs", "outputs"}) {
    for (const auto& [kind, hash] : HashesOf(run.json, field)) {
      if (hash.starts_with(prefix)) return true;
    }
  }
  return false;
}

// The places of the runs that are asked for.
std::vector<size_t> Asked(const std::vector<RunSummary>& runs, const std::string& what) {
  std::vector<size_t> places;
  for (size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].name.find(what) != std::string::npos) return {i};
  }
  for (size_t i = 0; i < runs.size(); ++i) {
    if (Names(runs[i], what)) places.push_back(i);
  }
  return places;
}

bool Share(const Hashes& made, const Hashes& read) {
  return std::any_of(made.begin(), made.end(), [&](const auto& one) {
    return std::find(read.begin(), read.end(), one) != read.end();
  });
}

// Adds what is reached from `places` by going from a run's `from` to the `to` of others.
void Follow(const std::vector<RunSummary>& runs, std::vector<size_t> places, const char* from,
            const char* to, std::set<size_t>& reached) {
  std::set<size_t> seen(places.begin(), places.end());
  while (!places.empty()) {
    const Hashes hashes = HashesOf(runs[places.back()].json, from);
    places.pop_back();
    for (size_t i = 0; i < runs.size(); ++i) {
      if (!Share(hashes, HashesOf(runs[i].json, to)) || !seen.insert(i).second) continue;
      places.push_back(i);
    }
  }
  reached.insert(seen.begin(), seen.end());
}

std::string Line(const RunSummary& run) {
  std::string read, made;
  for (const auto& [kind, hash] : HashesOf(run.json, "inputs")) {
    read += (read.empty() ? "" : ", ") + kind + " " + hash.substr(0, kDigitsShown);
  }
  for (const auto& [kind, hash] : HashesOf(run.json, "outputs")) {
    made += (made.empty() ? "" : ", ") + kind + " " + hash.substr(0, kDigitsShown);
  }
  return "    " + (read.empty() ? "nothing known" : read) + (made.empty() ? "" : " -> " + made);
}

}  // namespace

Result<std::vector<RunSummary>> Lineage(std::vector<RunSummary> runs, const std::string& what) {
  const std::vector<size_t> asked = Asked(runs, what);
  if (asked.empty()) {
    return Error{"no run has '" + what + "' in its name, and none read or made what has a hash " +
                 "that begins with it (6 digits at least)"};
  }
  std::set<size_t> reached;
  Follow(runs, asked, "inputs", "outputs", reached);
  Follow(runs, asked, "outputs", "inputs", reached);
  std::vector<RunSummary> lineage;
  for (size_t place : reached) lineage.push_back(std::move(runs[place]));
  std::sort(lineage.begin(), lineage.end(),
            [](const RunSummary& a, const RunSummary& b) { return a.name < b.name; });
  return lineage;
}

Result<std::string> PrintLineage(const std::string& root, const std::string& what) {
  Result<std::vector<RunSummary>> runs = ListRuns(root);
  if (!runs.ok()) return runs.error();
  Result<std::vector<RunSummary>> lineage = Lineage(*std::move(runs), what);
  if (!lineage.ok()) return lineage.error().Context(root);
  std::string text;
  for (const RunSummary& run : *lineage) text += RunLine(run) + "\n" + Line(run) + "\n";
  return text;
}

}  // namespace fastnode::qualify
