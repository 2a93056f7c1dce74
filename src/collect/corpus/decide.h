// What is decided over a whole dataset, be it one store or many parts: splits, what is kept, and
// what is said about it.
#pragma once

#include <set>
#include <string>

#include "collect/corpus/add.h"
#include "collect/corpus/keep.h"
#include "collect/corpus/layout.h"
#include "collect/corpus/roles.h"
#include "support/result.h"

namespace fastnode::corpus {

Result<ProjectRows> ReadProjects(const Lmdb::Transaction& txn);

// The projects of a corpus in parts, as its catalogue has them.
Result<ProjectRows> ReadCatalogueRows(const std::string& store);

struct ToDecide {
  const ProjectRows& before;  // as they were decided last
  const ProjectRows& added;   // new, or read again
  const std::set<std::string>& removed;
  const Sketches& sketches;
  const SitesOfContent& sites;
};

// The projects with their splits, and what is kept of them. Error: a split has no sites, and all
// are needed.
Result<ProjectRows> Decide(const AddOptions& options, const ToDecide& rows, AddReport& report);

// Counts what was added and what is kept.
void Tell(const AddOptions& options, const ProjectRows& added, const ProjectRows& after,
          AddReport& report);

// `name` may be the name of a part of a project (PartOf).
bool IsAdded(const std::string& name, const ProjectRows& added, const AddReport& report);

}  // namespace fastnode::corpus
