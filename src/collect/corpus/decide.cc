// One store decides over itself, and a merge decides over many parts. Both come here, which is why
// they end in the same dataset.
#include "collect/corpus/decide.h"

#include <utility>

#include "collect/corpus/catalogue.h"
#include "collect/corpus/keep.h"
#include "collect/corpus/near_duplicates.h"
#include "collect/corpus/roles.h"
#include "collect/corpus/seal.h"
#include "support/file.h"

namespace fastnode::corpus {
namespace {

// The roles that a store's projects have; none if there is no store.
Result<Roles> ReadRoles(const std::string& store) {
  if (!store.empty() && HasCatalogue(store)) {
    Result<CatalogueRows> rows = CatalogueRows::Open(store);
    if (!rows.ok()) return rows.error();
    return RolesOf(rows->projects());
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
  return RolesOf(RowsIn(*projects));
}

Status CheckSplits(const AddOptions& options, const Listing& after, const AddReport& report) {
  int64_t files = 0, listed = 0;
  for (const Listing::Project& project : after.projects()) {
    listed += options.splits.contains(project.name);
  }
  for (uint64_t file = 0; file < after.num_files(); ++file) {
    files += after.outcome(file) == Outcome::kKept && after.sites(file) > 0;
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

Result<Listing> Decide(const AddOptions& options, const ToDecide& rows, const Scratch& scratch,
                       AddReport& report) {
  struct Given {
    RowAt row;
    Split split;
  };
  std::map<std::string, Given> after;
  for (const auto& [name, row] : rows.before) {
    if (!rows.removed.contains(name))
      after.emplace_hint(after.end(), name, Given{row, row.split()});
  }
  for (const auto& [name, row] : rows.added) {
    auto listed = options.splits.find(name);
    const Split split =
        listed == options.splits.end() ? options.split.value_or(Split::kTrain) : listed->second;
    for (Split part : {Split::kValidation, Split::kTest}) after.erase(PartOf(name, part));
    after.insert_or_assign(name, Given{row, split});
  }
  const bool as_given = options.split.has_value() || rows.added.empty();
  std::vector<Listing::Project> projects;
  if (as_given) {
    for (auto& [name, given] : after) projects.push_back({name, given.split, {given.row}});
  } else {
    RowsAt split_by_file;
    for (auto& [name, given] : after) {
      split_by_file.emplace_hint(split_by_file.end(), name, given.row);
    }
    projects = JoinParts(split_by_file);
  }
  after.clear();
  Result<NearDuplicates> near = NearDuplicates::Make(rows.contents, scratch);
  if (!near.ok()) return near.error();
  Result<Listing> listing = Listing::Make(std::move(projects), rows.contents);
  if (!listing.ok()) return listing.error();
  if (as_given) {
    DecideKept(*near, *listing);
  } else {
    Result<Roles> before = RolesOf(rows.before);
    if (!before.ok()) return before.error();
    if (Result<Roles> others = ReadRoles(options.roles_of); others.ok()) {
      before->merge(*others);
    } else {
      report.forgotten = others.error().message;
    }
    Result<bool> by_file = GiveRoles(rows.contents, *near, options.splits, *before, *listing);
    if (!by_file.ok()) return by_file.error();
    report.by_file = *by_file;
  }
  report.sites = listing->SitesBySplit();
  if (options.need_all_splits) {
    if (Status enough = CheckSplits(options, *listing, report); !enough.ok()) return enough.error();
  }
  return listing;
}

void Tell(const AddOptions& options, const RowsAt& added, const Listing& after, AddReport& report) {
  report.projects = static_cast<int64_t>(added.size());
  for (const Listing::Project& project : after.projects()) {
    for (uint64_t file = project.begin; file < project.end; ++file) {
      const Outcome outcome = after.outcome(file);
      if (outcome == Outcome::kKept) {
        ++report.kept;
      } else if (IsAdded(project.name, added, report)) {
        ++report.skipped[std::string(Name(outcome))];
      }
    }
  }
  for (const auto& [name, split] : options.splits) {
    if (!added.contains(name)) report.not_found.push_back(name);
  }
}

bool IsAdded(const std::string& name, const RowsAt& added, const AddReport& report) {
  return added.contains(name) ||
         (report.by_file && added.contains(name.substr(0, name.rfind('/'))));
}

}  // namespace fastnode::corpus
