// GiveRoles: roles over a whole store, by project or by file. The trick is to deal and try. What a
// held-out project repeats from a training one is not kept, so it may bring fewer sites than it
// promised. The roles are dealt, the outcome is counted, and they are dealt again without the
// projects that brought nothing. roles_test.cc holds it.
#include <algorithm>
#include <utility>

#include "collect/corpus/roles.h"

namespace fastnode::corpus {
namespace {

constexpr Split kHeldOut[] = {Split::kValidation, Split::kTest};

bool IsPackage(const FileRow& file) {
  return file.path == "__init__.py" || file.path.ends_with("/__init__.py");
}

// The name of the whole project, and the split if `name` is a held-out part of a project that is
// there.
std::pair<std::string, std::optional<Split>> WholeOf(const std::string& name,
                                                     const RowsAt& projects) {
  for (Split split : kHeldOut) {
    const std::string end = PartOf("", split);
    if (!name.ends_with(end)) continue;
    std::string whole = name.substr(0, name.size() - end.size());
    if (projects.contains(whole)) return {whole, split};
  }
  return {name, std::nullopt};
}

bool IsInParts(const std::string& name, const RowsAt& projects) {
  return std::any_of(std::begin(kHeldOut), std::end(kHeldOut),
                     [&](Split split) { return projects.contains(PartOf(name, split)); });
}

std::optional<Split> Find(const Roles& roles, const std::string& name) {
  auto found = roles.find(name);
  return found == roles.end() ? std::nullopt : std::optional(found->second);
}

// Deals roles until each split has sites; sets them, and what is kept. False: some split has none,
// however they are dealt. `arrange` gives the units their roles.
template <typename Arrange>
Result<bool> Try(std::vector<RoleCandidate> candidates, NearDuplicates& near, Listing& listing,
                 const Arrange& arrange) {
  for (;;) {
    const std::vector<Split> roles = DealRoles(candidates);
    if (Status arranged = arrange(roles); !arranged.ok()) return arranged.error();
    DecideKept(near, listing);
    const std::vector<int64_t> by_split = listing.SitesBySplit();
    bool all = true, again = false;
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (by_split[static_cast<size_t>(roles[i])] > 0 || candidates[i].sites == 0) continue;
      candidates[i].sites = 0;
      again = true;
    }
    for (int64_t count : by_split) all = all && count > 0;
    if (all || !again) return all;
  }
}

// A file of a project that is split by file.
struct Unit {
  std::string project;
  const FileRow* file = nullptr;
};

ProjectRows ArrangeFiles(const std::vector<Unit>& units, const std::vector<Split>& roles) {
  ProjectRows rows;
  for (size_t i = 0; i < units.size(); ++i) {
    ProjectRow& part = rows[PartOf(units[i].project, roles[i])];
    part.split = roles[i];
    part.files.push_back(*units[i].file);
  }
  // The `__init__` files of a package tell where modules begin, so every part has them all.
  for (size_t i = 0; i < units.size(); ++i) {
    const auto& [project, file] = units[i];
    if (!IsPackage(*file)) continue;
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

// The same by file. `whole` has the outcomes of files that all train.
Result<bool> TryFiles(const Contents& contents, NearDuplicates& near, const Roles& before,
                      Listing& whole) {
  Result<ProjectRows> rows = whole.ReadAll();
  if (!rows.ok()) return rows.error();
  std::vector<Unit> units;
  std::vector<RoleCandidate> candidates;
  uint64_t number = 0;
  for (const auto& [name, project] : *rows) {
    for (const FileRow& file : project.files) {
      const std::string path = name + "/" + file.path;
      const bool kept = file.outcome == Outcome::kKept;
      units.push_back({name, &file});
      candidates.push_back({path, kept ? whole.sites(number) : 0, {}, Find(before, path)});
      ++number;
    }
  }
  Listing parts;
  Result<bool> found = Try(candidates, near, parts, [&](const std::vector<Split>& roles) {
    Result<Listing> arranged = Listing::MakeOf(ArrangeFiles(units, roles), contents);
    if (!arranged.ok()) return Status(arranged.error());
    parts = *std::move(arranged);
    return Status();
  });
  if (found.ok() && *found) whole = std::move(parts);
  return found;
}

}  // namespace

std::string PartOf(const std::string& project, Split split) {
  return split == Split::kTrain ? project : project + "/" + std::string(Name(split));
}

std::vector<Listing::Project> JoinParts(const RowsAt& projects) {
  std::map<std::string, std::vector<RowAt>> joined;
  for (const auto& [name, row] : projects) joined[WholeOf(name, projects).first].push_back(row);
  std::vector<Listing::Project> list;
  list.reserve(joined.size());
  for (auto& [name, rows] : joined) list.push_back({name, Split::kTrain, std::move(rows)});
  return list;
}

Result<Roles> RolesOf(const RowsAt& projects) {
  Roles roles;
  for (const auto& [name, row] : projects) {
    const auto [whole, split] = WholeOf(name, projects);
    if (!split.has_value() && !IsInParts(name, projects)) {
      roles.emplace(name, row.split());
      continue;
    }
    Result<ProjectRow> project = row.Read();
    if (!project.ok()) return project.error().Context("project " + name);
    for (const FileRow& file : project->files) {
      if (file.outcome == Outcome::kKept) roles.emplace(whole + "/" + file.path, project->split);
    }
  }
  return roles;
}

Result<bool> GiveRoles(const Contents& contents, NearDuplicates& near, const Roles& listed,
                       const Roles& before, Listing& whole) {
  const size_t number = whole.projects().size();
  // To see what each brings, all are in one split: none comes before another.
  for (size_t i = 0; i < number; ++i) whole.SetSplit(i, Split::kTrain);
  DecideKept(near, whole);
  std::vector<RoleCandidate> candidates;
  bool any_listed = false;
  for (size_t i = 0; i < number; ++i) {
    const std::string& name = whole.projects()[i].name;
    candidates.push_back({name, whole.SitesOf(i), Find(listed, name), Find(before, name)});
    any_listed = any_listed || candidates.back().listed.has_value();
  }
  auto arrange = [&](const std::vector<Split>& roles) {
    for (size_t i = 0; i < number; ++i) whole.SetSplit(i, roles[i]);
    return Status();
  };
  Result<bool> found = Try(candidates, near, whole, arrange);
  if (!found.ok() || *found) return found.ok() ? Result<bool>(false) : found;
  if (!any_listed) {
    for (size_t i = 0; i < number; ++i) whole.SetSplit(i, Split::kTrain);
    DecideKept(near, whole);
    found = TryFiles(contents, near, before, whole);
    if (!found.ok() || *found) return found;
  }
  if (Status arranged = arrange(DealRoles(candidates)); !arranged.ok()) return arranged.error();
  DecideKept(near, whole);
  return false;
}

}  // namespace fastnode::corpus
