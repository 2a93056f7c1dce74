// Who is held out: the roles of projects that nobody gave one (docs/formats/corpus.md, Roles).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "collect/corpus/keep.h"
#include "collect/corpus/layout.h"
#include "collect/corpus/store.h"

namespace fastnode::corpus {

// A project, or a file of one, whose role is to be decided.
struct RoleCandidate {
  std::string name;             // the role that it gets rests on a hash of it
  int64_t sites = 0;            // attribute uses; without any it trains
  std::optional<Split> listed;  // stays
  std::optional<Split> before;  // stays, unless a split would be without sites
};

// The role of each. Every split gets a candidate with sites if three have some that are not listed.
std::vector<Split> DealRoles(const std::vector<RoleCandidate>& candidates);

// By project's name; of a project that is split by file, by `project/path` of its files.
using Roles = std::map<std::string, Split>;
Roles RolesOf(const ProjectRows& projects);

// A project that is split by file is three in the store: its own name has the files that train,
// `name/validation` and `name/test` those that are held out.
std::string PartOf(const std::string& project, Split split);
// Whole again.
ProjectRows JoinParts(const ProjectRows& projects);

using SitesOfContent = std::map<ContentId, uint32_t>;
std::vector<int64_t> SitesBySplit(const ProjectRows& projects, const SitesOfContent& sites);

struct RolesGiven {
  ProjectRows projects;  // with their splits, and what is kept of them
  bool by_file = false;
};
// By project; if no project is listed and there are not enough for three splits, by file. Splits
// may be without sites all the same, if there are too few files or the list leaves them so.
RolesGiven GiveRoles(const ProjectRows& whole, const Roles& listed, const Roles& before,
                     const Sketches& sketches, const SitesOfContent& sites);

}  // namespace fastnode::corpus
