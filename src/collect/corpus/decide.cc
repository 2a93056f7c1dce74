// One store decides over itself, and a merge decides over many parts. Both come here, which is why
// they end in the same dataset.
#include "collect/corpus/decide.h"

#include <utility>

#include "collect/corpus/catalogue.h"
#include "collect/corpus/seal.h"
#include "support/file.h"

namespace fastnode::corpus {
namespace {

// The roles that a store's projects have; none if there is no store.
Result<Roles> ReadRoles(const std::string& store) {
  if (!store.empty() && HasCatalogue(store)) {
    Result<ProjectRows> projects = ReadCatalogueRows(store);
    if (!projects.ok()) return projects.error();
    return RolesOf(*projects);
  }
  if (store.empty() || !PathExists(store + "/data.mdb")) return Roles();
  if (Status checked = CheckSeal(store); !checked.ok()) return checked.error();
  // The first two tables: a store of another version may lack others, and roles outlive versions.
  Result<Lmdb> environment =
      Lmdb::Open(store, {Tables()[kMeta], Tables()[kProjects]}, Lmdb::Mode::kRead);
  if (!environment.ok()) return environment.error();
  Result<Lmdb::Transaction> txn = environment->Begin();
  if (!txn.ok()) return txn.error();
  Result<ProjectRows> projects = ReadProjects(*txn);
  if (!projects.ok()) return projects.error();
  return RolesOf(*projects);
}

Status CheckSplits(const AddOptions& options, const ToDecide& rows, const ProjectRows& after,
                   const AddReport& report) {
  int64_t files = 0, listed = 0;
  for (const auto& [name, project] : after) {
    listed += options.splits.contains(name);
    for (const FileRow& file : project.files) {
      auto found = rows.sites.find(file.id);
      files += file.outcome == Outcome::kKept && found != rows.sites.end() && found->second > 0;
    }
  }
  for (Split split : {Split::kTrain, Split::kValidation, Split::kTest}) {
    if (report.sites[static_cast<size_t>(split)] > 0) continue;
    std::string error =
        "the " + std::string(Name(split)) + " split has no attribute (a name after a dot); ";
    if (listed > 0)
      return Error{error + "give this role to a project that has some in the list of roles"};
    return Error{error + "of the files kept, " + std::to_string(files) +
                 " have one, and three must: one each for training, validation and test; add "
                 "code"};
  }
  return {};
}

}  // namespace

Result<ProjectRows> ReadProjects(const Lmdb::Transaction& txn) {
  ProjectRows projects;
  Status read = txn.ForEach(kProjects, [&](std::string_view key, std::string_view value) {
    Result<ProjectRow> row = DecodeProject(value);
    if (!row.ok()) return Status(row.error().Context("project " + std::string(key)));
    projects.emplace(key, std::move(*row));
    return Status();
  });
  if (!read.ok()) return read.error();
  return projects;
}

Result<ProjectRows> ReadCatalogueRows(const std::string& store) {
  Result<Catalogue> catalogue = ReadCatalogue(store);
  if (!catalogue.ok()) return catalogue.error();
  ProjectRows projects;
  for (int part = 0; part < static_cast<int>(catalogue->parts.size()); ++part) {
    Result<PartRows> rows = ReadPartRows(store, *catalogue, part);
    if (!rows.ok()) return rows.error();
    projects.merge(rows->projects);
  }
  return projects;
}

Result<ProjectRows> Decide(const AddOptions& options, const ToDecide& rows, AddReport& report) {
  ProjectRows after = rows.before;
  for (const std::string& name : rows.removed) after.erase(name);
  for (const auto& [name, added] : rows.added) {
    ProjectRow project = added;
    auto listed = options.splits.find(name);
    project.split =
        listed == options.splits.end() ? options.split.value_or(Split::kTrain) : listed->second;
    for (Split split : {Split::kValidation, Split::kTest}) after.erase(PartOf(name, split));
    after[name] = project;
  }
  if (options.split.has_value() || rows.added.empty()) {
    DecideKept(rows.sketches, after);
  } else {
    Roles before = RolesOf(rows.before);
    if (Result<Roles> others = ReadRoles(options.roles_of); others.ok()) {
      before.merge(*others);
    } else {
      report.forgotten = others.error().message;
    }
    RolesGiven given =
        GiveRoles(JoinParts(after), options.splits, before, rows.sketches, rows.sites);
    report.by_file = given.by_file;
    after = std::move(given.projects);
  }
  report.sites = SitesBySplit(after, rows.sites);
  if (options.need_all_splits) {
    if (Status enough = CheckSplits(options, rows, after, report); !enough.ok())
      return enough.error();
  }
  return after;
}

void Tell(const AddOptions& options, const ProjectRows& added, const ProjectRows& after,
          AddReport& report) {
  report.projects = static_cast<int64_t>(added.size());
  for (const auto& [name, project] : after) {
    for (const FileRow& file : project.files) {
      if (file.outcome == Outcome::kKept) {
        ++report.kept;
      } else if (IsAdded(name, added, report)) {
        ++report.skipped[std::string(Name(file.outcome))];
      }
    }
  }
  for (const auto& [name, split] : options.splits) {
    if (!added.contains(name)) report.not_found.push_back(name);
  }
}

bool IsAdded(const std::string& name, const ProjectRows& added, const AddReport& report) {
  return added.contains(name) ||
         (report.by_file && added.contains(name.substr(0, name.rfind('/'))));
}

}  // namespace fastnode::corpus
