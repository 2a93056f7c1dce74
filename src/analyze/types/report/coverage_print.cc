// Coverage for people and for programs.
#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

#include "analyze/types/report/coverage.h"

namespace fastnode::types {
namespace {

double Share(int64_t part, int64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string Row(const char* name, const SliceCoverage& slice) {
  char line[160];
  std::snprintf(line, sizeof line, "%-8s %10lld %8.1f %% %8.1f %% %8.1f %% %8.1f %%\n", name,
                static_cast<long long>(slice.sites), 100 * Share(slice.known, slice.sites),
                100 * Share(slice.foreign, slice.sites), 100 * Share(slice.found, slice.sites),
                100 * Share(slice.asked, slice.sites));
  return line;
}

Json ToJson(const SliceCoverage& slice) {
  return {{"sites", slice.sites},
          {"known", slice.known},
          {"foreign", slice.foreign},
          {"found", slice.found},
          {"asked", slice.asked},
          {"known_share", Share(slice.known, slice.sites)},
          {"found_share", Share(slice.found, slice.sites)}};
}

// Most frequent first; equal ones by name.
std::vector<std::pair<std::string, Miss>> Ranked(const TypeCoverage& coverage) {
  std::vector<std::pair<std::string, Miss>> ranked(coverage.misses.begin(), coverage.misses.end());
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.second.count > b.second.count; });
  return ranked;
}

std::string Row(const char* name, std::vector<Took>& rows) {
  if (rows.empty()) return "";
  std::sort(rows.begin(), rows.end(), [](const Took& a, const Took& b) { return a.ms < b.ms; });
  const auto at = [&](double share) {
    return rows[static_cast<size_t>(share * static_cast<double>(rows.size() - 1))].ms;
  };
  char line[96];
  std::snprintf(line, sizeof line, "%-10s %8.2f %8.2f %8.2f %8.1f  ", name, at(.5), at(.95),
                at(.99), rows.back().ms);
  return line + rows.back().what + "\n";
}

}  // namespace

std::string Print(const TypeCoverage& coverage, size_t max_misses) {
  std::string text = "files    " + std::to_string(coverage.files) + "\n";
  for (const auto& [reason, count] : coverage.skipped) {
    text += "  skipped, " + reason + ": " + std::to_string(count) + "\n";
  }
  text += "\nbase          sites      known    foreign      found      asked\n";
  text += Row("module", coverage.module) + Row("self/cls", coverage.self) +
          Row("other", coverage.other) + Row("all", coverage.All());
  const SliceCoverage all = coverage.All();
  text += "\n    missed    of all  construct (first example)\n";
  std::vector<std::pair<std::string, Miss>> ranked = Ranked(coverage);
  int64_t rest = 0;
  for (size_t i = 0; i < ranked.size(); ++i) {
    const Miss& miss = ranked[i].second;
    if (i >= max_misses) {
      rest += miss.count;
      continue;
    }
    char numbers[40];
    std::snprintf(numbers, sizeof numbers, "%10lld %7.1f %%  ", static_cast<long long>(miss.count),
                  100 * Share(miss.count, all.sites));
    text += numbers + ranked[i].first + " (" + miss.example + ")\n";
  }
  if (rest > 0) text += std::to_string(rest) + " more of other constructs\n";
  return text;
}

Json ToJson(const TypeCoverage& coverage) {
  Json json = {{"files", coverage.files}, {"skipped", Json::object()}};
  for (const auto& [reason, count] : coverage.skipped) json["skipped"][reason] = count;
  json["slices"] = {{"module", ToJson(coverage.module)},
                    {"self", ToJson(coverage.self)},
                    {"other", ToJson(coverage.other)},
                    {"all", ToJson(coverage.All())}};
  json["misses"] = Json::array();
  for (const auto& [construct, miss] : Ranked(coverage)) {
    json["misses"].push_back(
        {{"construct", construct}, {"count", miss.count}, {"example", miss.example}});
  }
  return json;
}

std::string Print(TypeTimes times) {
  return "ms           median     95 %     99 %  longest\n" + Row("a question", times.questions) +
         Row("a file", times.files);
}

}  // namespace fastnode::types
