// Which projects are held out: roles for the projects that were given none (docs/formats/corpus.md,
// Roles).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "collect/corpus/keep.h"
#include "collect/corpus/layout.h"
#include "collect/corpus/listing.h"
#include "collect/corpus/store.h"

namespace fastnode::corpus {

// A project, or a file of one, whose role is to be decided.
struct RoleCandidate {
  std::string name;             // a hash of it proposes the role
  int64_t sites = 0;            // attribute uses; with none it is used for training
  std::optional<Split> listed;  // stays
  std::optional<Split> before;  // stays, unless a split would have no sites
};

// The role of each. Every split gets a candidate with sites if three have some that are not listed.
std::vector<Split> DealRoles(const std::vector<RoleCandidate>& candidates);

// By project name. For a project that is split by file: by `project/path` of its files.
using Roles = std::map<std::string, Split>;
Result<Roles> RolesOf(const RowsAt& projects);

// A project that is split by file is three projects in the store: its own name has the training
// files, `name/validation` and `name/test` the held-out ones.
std::string PartOf(const std::string& project, Split split);
// The projects with their parts put together again; all train. Sorted by name.
std::vector<Listing::Project> JoinParts(const RowsAt& projects);

// Sets splits and outcomes of `whole`. By project; if no project is listed and there are not enough
// for three splits, by file. A split may still have no sites, if there are too few files or the
// list leaves it so. By file, which is for a project or two, all rows are in memory. True: by file.
Result<bool> GiveRoles(const Contents& contents, NearDuplicates& near, const Roles& listed,
                       const Roles& before, Listing& whole);

}  // namespace fastnode::corpus
