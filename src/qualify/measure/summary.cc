// Every number is a mean over sites, with an interval from resampling their files. Methods are
// compared site by site: a difference has an interval of its own, narrower than those of the two
// means.
#include "qualify/measure/summary.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "support/check.h"

namespace fastnode::qualify {
namespace {

// Numbers the sites' projects by name.
std::vector<int32_t> ProjectsOf(const SiteList& list) {
  std::map<std::string_view, int32_t> ids;
  for (const SiteFile& file : list.files) ids.emplace(file.ref.project, 0);
  int32_t next = 0;
  for (auto& [name, id] : ids) id = next++;
  std::vector<int32_t> projects;
  for (const Site& site : list.sites) {
    projects.push_back(ids[list.files[site.file].ref.project]);
  }
  return projects;
}

template <typename T>
std::vector<T> Pick(const std::vector<T>& items, const std::vector<size_t>& places) {
  std::vector<T> picked;
  picked.reserve(places.size());
  for (size_t place : places) picked.push_back(items[place]);
  return picked;
}

Group MakeGroup(std::string name, const std::vector<size_t>& sites,
                const std::vector<int32_t>& files, const Measured& measured, uint64_t seed) {
  Group group{std::move(name), static_cast<int64_t>(sites.size()), 0, {}};
  const std::vector<int32_t> clusters = Pick(files, sites);
  group.files = static_cast<int64_t>(std::set<int32_t>(clusters.begin(), clusters.end()).size());
  for (const std::vector<int32_t>& ranks : measured.ranks) {
    Estimates& estimates = group.methods.emplace_back();
    const std::vector<int32_t> mine = Pick(ranks, sites);
    for (Metric metric : kMetrics) {
      estimates[metric] = ClusteredMean(Values(metric, mine), clusters, seed);
    }
  }
  return group;
}

Difference Compare(const Measured& measured, size_t baseline, const std::vector<int32_t>& files,
                   const std::vector<int32_t>& projects, uint64_t seed) {
  Difference difference{measured.methods[baseline], {}, {}};
  for (Metric metric : kMetrics) {
    std::vector<double> values = Values(metric, measured.ranks[kModelMethod]);
    const std::vector<double> theirs = Values(metric, measured.ranks[baseline]);
    for (size_t i = 0; i < values.size(); ++i) values[i] -= theirs[i];
    difference.by_file[metric] = ClusteredMean(values, files, seed);
    difference.by_project[metric] = ClusteredMean(values, projects, seed);
  }
  return difference;
}

Estimate AnyList(const Measured& measured, const std::vector<int32_t>& files, uint64_t seed) {
  std::vector<double> held(files.size(), 0);
  for (const std::vector<int32_t>& ranks : measured.ranks) {
    for (size_t i = 0; i < held.size(); ++i) held[i] = std::max(held[i], ranks[i] >= 0 ? 1.0 : 0.0);
  }
  return ClusteredMean(held, files, seed);
}

Calibration Calibrate(const Measured& measured) {
  std::vector<TopAnswer> answers;
  for (size_t i = 0; i < measured.top_probabilities.size(); ++i) {
    const float probability = measured.top_probabilities[i];
    if (probability < 0) continue;
    answers.push_back({probability, measured.ranks[kModelMethod][i] == 0});
  }
  return MeasureCalibration(answers);
}

std::vector<int32_t> FilesOf(const SiteList& list) {
  std::vector<int32_t> files;
  for (const Site& site : list.sites) files.push_back(site.file);
  return files;
}

struct Places {
  std::vector<size_t> all;
  std::vector<std::vector<size_t>> of_slice;
};

// Of the first so many sites.
Places FindPlaces(const SiteList& list, size_t num_sites) {
  Places places;
  places.of_slice.resize(list.slices.size());
  for (size_t i = 0; i < num_sites; ++i) {
    places.all.push_back(i);
    places.of_slice[list.sites[i].slice].push_back(i);
  }
  return places;
}

std::vector<Group> SeenGroups(const std::vector<int32_t>& files, const Measured& measured,
                              uint64_t seed) {
  std::vector<Group> groups;
  if (measured.in_file.empty()) return groups;
  auto add = [&](const char* name, const std::vector<bool>& flags, bool wanted) {
    std::vector<size_t> places;
    for (size_t i = 0; i < flags.size(); ++i) {
      if (flags[i] == wanted) places.push_back(i);
    }
    groups.push_back(MakeGroup(name, places, files, measured, seed));
  };
  add("elsewhere in the file", measured.in_file, true);
  add("not elsewhere in the file", measured.in_file, false);
  add("seen in training", measured.in_training, true);
  add("not seen in training", measured.in_training, false);
  return groups;
}

std::vector<Group> SliceGroups(const SiteList& list, const Places& places,
                               const std::vector<int32_t>& files, const Measured& measured,
                               uint64_t seed) {
  std::vector<Group> groups;
  for (size_t s = 0; s < list.slices.size(); ++s) {
    groups.push_back(MakeGroup(list.slices[s], places.of_slice[s], files, measured, seed));
  }
  return groups;
}

std::vector<Group> ProjectGroups(const SiteList& list, const std::vector<int32_t>& files,
                                 const Measured& measured, uint64_t seed) {
  std::map<std::string, std::vector<size_t>> of_project;
  for (size_t i = 0; i < list.sites.size(); ++i) {
    of_project[list.files[list.sites[i].file].ref.project].push_back(i);
  }
  std::vector<Group> groups;
  for (const auto& [name, sites] : of_project) {
    groups.push_back(MakeGroup(name, sites, files, measured, seed));
  }
  return groups;
}

// By method. What is typed character by character: the headline, then one character, then two.
std::vector<Estimate> KeysSavedBy(const SiteList& list, const std::vector<Measured>& conditions,
                                  const std::vector<int32_t>& files, uint64_t seed) {
  std::vector<Estimate> saved;
  for (size_t m = 0; m < conditions[0].methods.size(); ++m) {
    std::vector<std::vector<int32_t>> by_typed;
    for (const Measured& measured : conditions) {
      const int32_t typed = pack::NumTyped(measured.condition);
      const bool next = (typed > 0 || measured.condition == kHeadline) &&
                        typed == static_cast<int32_t>(by_typed.size());
      if (next) by_typed.push_back(measured.ranks[m]);
    }
    // Of the sites that all of them have.
    for (auto& ranks : by_typed) ranks.resize(by_typed.back().size());
    const std::vector<double> values = KeysSaved(list.sites, by_typed);
    saved.push_back(ClusteredMean(
        values, {files.begin(), files.begin() + static_cast<ptrdiff_t>(values.size())}, seed));
  }
  return saved;
}

bool HasTyped(const std::vector<Measured>& conditions) {
  return std::any_of(conditions.begin(), conditions.end(), [](const Measured& measured) {
    return measured.condition == Condition::kOneTyped;
  });
}

}  // namespace

bool Summary::passed() const {
  return std::all_of(gates.begin(), gates.end(), [](const Gate& gate) { return gate.passed; });
}

Summary Summarise(const SiteList& list, const std::vector<Measured>& conditions, uint64_t seed) {
  CHECK(!conditions.empty());
  const Measured& measured = conditions[0];
  const std::vector<int32_t> files = FilesOf(list), projects = ProjectsOf(list);
  const Places places = FindPlaces(list, list.sites.size());
  Summary summary;
  summary.all = MakeGroup("all", places.all, files, measured, seed);
  summary.slices = SliceGroups(list, places, files, measured, seed);
  summary.seen = SeenGroups(files, measured, seed);
  summary.projects = ProjectGroups(list, files, measured, seed);
  for (size_t m = kModelMethod + 1; m < measured.methods.size(); ++m) {
    summary.differences.push_back(Compare(measured, m, files, projects, seed));
  }
  summary.any_list = AnyList(measured, files, seed);
  summary.calibration = Calibrate(measured);
  summary.gates = JudgeGates(summary.all.sites, summary.differences);
  for (size_t c = 1; c < conditions.size(); ++c) {
    const Places first = FindPlaces(list, conditions[c].ranks[0].size());
    summary.conditions.push_back({conditions[c].condition,
                                  MakeGroup("all", first.all, files, conditions[c], seed),
                                  SliceGroups(list, first, files, conditions[c], seed)});
  }
  if (measured.condition == kHeadline && HasTyped(conditions))
    summary.keys_saved = KeysSavedBy(list, conditions, files, seed);
  return summary;
}

}  // namespace fastnode::qualify
