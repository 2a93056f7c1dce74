// GiveRoles: roles over a whole store, by project or by file. The trick is to deal and try. What a
// held-out project repeats from a training one is not kept, so it may bring fewer sites than it
// promised. The roles are dealt, the outcome is counted, and they are dealt again without the
// projects that brought nothing. roles_test.cc holds it.
#include <algorithm>
#include <tuple>
#include <utility>

#include "collect/corpus/roles.h"

namespace fastnode::corpus {
namespace {

constexpr Split kHeldOut[] = {Split::kValidation, Split::kTest};

bool IsPackage(const FileRow& file) {
  return file.path == "__init__.py" || file.path.ends_with("/__init__.py");
}

int64_t SitesOf(const ProjectRow& project, const SitesOfContent& sites) {
  int64_t sum = 0;
  for (const FileRow& file : project.files) {
    auto found = sites.find(file.id);
    if (file.outcome == Outcome::kKept && found != sites.end()) sum += found->second;
  }
  return sum;
}

// The name of the whole project, and the split if `name` is a held-out part of a project that is
// there.
std::pair<std::string, std::optional<Split>> WholeOf(const std::string& name,
                                                     const ProjectRows& projects) {
  for (Split split : kHeldOut) {
    const std::string end = PartOf("", split);
    if (!name.ends_with(end)) continue;
    std::string whole = name.substr(0, name.size() - end.size());
    if (projects.contains(whole)) return {whole, split};
  }
  return {name, std::nullopt};
}

bool IsInParts(const std::string& name, const ProjectRows& projects) {
  return std::any_of(std::begin(kHeldOut), std::end(kHeldOut),
                     [&](Split split) { return projects.contains(PartOf(name, split)); });
}

std::optional<Split> Find(const Roles& roles, const std::string& name) {
  auto found = roles.find(name);
  return found == roles.end() ? std::nullopt : std::optional(found->second);
}

// A whole project, or one of its files.
struct Unit {
  std::string project;
  const FileRow* file = nullptr;
};

ProjectRows Arrange(const ProjectRows& whole, const std::vector<Unit>& units,
                    const std::vector<Split>& roles) {
  ProjectRows rows;
  for (size_t i = 0; i < units.size(); ++i) {
    const auto& [project, file] = units[i];
    if (file == nullptr) {
      rows[project] = {roles[i], whole.at(project).files};
      continue;
    }
    ProjectRow& part = rows[PartOf(project, roles[i])];
    part.split = roles[i];
    part.files.push_back(*file);
  }
  // The `__init__` files of a package tell where modules begin, so every part has them all.
  for (size_t i = 0; i < units.size(); ++i) {
    const auto& [project, file] = units[i];
    if (file == nullptr || !IsPackage(*file)) continue;
    for (Split split : {Split::kTrain, Split::kValidation, Split::kTest}) {
      auto part = rows.find(PartOf(project, split));
      if (split == roles[i] || part == rows.end()) continue;
      part->second.files.push_back(*file);
    }
  }
  for (auto& [name, row] : rows) {
    std::sort(row.files.begin(), row.files.end(),
              [](const FileRow& a, const FileRow& b) { return a.path < b.path; });
  }
  return rows;
}

// nullopt: some split has no sites, however they are dealt.
std::optional<ProjectRows> Try(const ProjectRows& whole, const std::vector<Unit>& units,
                               std::vector<RoleCandidate> candidates, const Sketches& sketches,
                               const SitesOfContent& sites) {
  for (;;) {
    const std::vector<Split> roles = DealRoles(candidates);
    ProjectRows rows = Arrange(whole, units, roles);
    DecideKept(sketches, rows);
    const std::vector<int64_t> by_split = SitesBySplit(rows, sites);
    bool all = true, again = false;
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (by_split[static_cast<size_t>(roles[i])] > 0 || candidates[i].sites == 0) continue;
      candidates[i].sites = 0;
      again = true;
    }
    for (int64_t count : by_split) all = all && count > 0;
    if (all) return rows;
    if (!again) return std::nullopt;
  }
}

}  // namespace

std::string PartOf(const std::string& project, Split split) {
  return split == Split::kTrain ? project : project + "/" + std::string(Name(split));
}

ProjectRows JoinParts(const ProjectRows& projects) {
  ProjectRows joined;
  for (const auto& [name, project] : projects) {
    ProjectRow& row = joined[WholeOf(name, projects).first];
    row.files.insert(row.files.end(), project.files.begin(), project.files.end());
  }
  for (auto& [name, row] : joined) {
    std::sort(row.files.begin(), row.files.end(), [](const FileRow& a, const FileRow& b) {
      return std::tie(a.path, a.outcome) < std::tie(b.path, b.outcome);
    });
    auto same = [](const FileRow& a, const FileRow& b) { return a.path == b.path; };
    row.files.erase(std::unique(row.files.begin(), row.files.end(), same), row.files.end());
  }
  return joined;
}

Roles RolesOf(const ProjectRows& projects) {
  Roles roles;
  for (const auto& [name, project] : projects) {
    const auto [whole, split] = WholeOf(name, projects);
    if (!split.has_value() && !IsInParts(name, projects)) {
      roles.emplace(name, project.split);
      continue;
    }
    for (const FileRow& file : project.files) {
      if (file.outcome == Outcome::kKept) roles.emplace(whole + "/" + file.path, project.split);
    }
  }
  return roles;
}

std::vector<int64_t> SitesBySplit(const ProjectRows& projects, const SitesOfContent& sites) {
  std::vector<int64_t> sums(kNumSplits);
  for (const auto& [name, project] : projects) {
    sums[static_cast<size_t>(project.split)] += SitesOf(project, sites);
  }
  return sums;
}

RolesGiven GiveRoles(const ProjectRows& whole, const Roles& listed, const Roles& before,
                     const Sketches& sketches, const SitesOfContent& sites) {
  ProjectRows kept =
      whole;  // to see what each brings, all are in one split: none comes before another
  for (auto& [name, project] : kept) project.split = Split::kTrain;
  DecideKept(sketches, kept);

  std::vector<Unit> projects, files;
  std::vector<RoleCandidate> project_candidates, file_candidates;
  bool any_listed = false;
  for (const auto& [name, project] : kept) {
    projects.push_back({name});
    project_candidates.push_back(
        {name, SitesOf(project, sites), Find(listed, name), Find(before, name)});
    any_listed = any_listed || project_candidates.back().listed.has_value();
    for (const FileRow& file : project.files) {
      const std::string path = name + "/" + file.path;
      files.push_back({name, &file});
      file_candidates.push_back({path, SitesOf({{}, {file}}, sites), {}, Find(before, path)});
    }
  }
  auto rows = Try(kept, projects, project_candidates, sketches, sites);
  if (rows.has_value()) return {*std::move(rows), false};
  if (!any_listed) rows = Try(kept, files, file_candidates, sketches, sites);
  if (rows.has_value()) return {*std::move(rows), true};
  ProjectRows all = Arrange(kept, projects, DealRoles(project_candidates));
  DecideKept(sketches, all);
  return {std::move(all), false};
}

}  // namespace fastnode::corpus
