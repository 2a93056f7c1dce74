// What is decided over a whole dataset, be it one store or many parts: splits, what is kept, and
// what is said about it.
#pragma once

#include <set>
#include <string>

#include "collect/corpus/add.h"
#include "collect/corpus/contents.h"
#include "collect/corpus/listing.h"
#include "support/lmdb.h"
#include "support/result.h"
#include "support/scratch.h"

namespace fastnode::corpus {

Result<ProjectRows> ReadProjects(const Lmdb::Transaction& txn);

struct ToDecide {
  const RowsAt& before;  // as they were decided last
  const RowsAt& added;   // new, or read again
  const std::set<std::string>& removed;
  const Contents& contents;
};

// The projects with their splits, and what is kept of them; it reads rows where `rows` has them.
// Error: a split has no sites, and all are needed; there is no room for what is needed for a while.
Result<Listing> Decide(const AddOptions& options, const ToDecide& rows, const Scratch& scratch,
                       AddReport& report);

// Counts what was added and what is kept.
void Tell(const AddOptions& options, const RowsAt& added, const Listing& after, AddReport& report);

// `name` may be the name of a part of a project (PartOf).
bool IsAdded(const std::string& name, const RowsAt& added, const AddReport& report);

}  // namespace fastnode::corpus
