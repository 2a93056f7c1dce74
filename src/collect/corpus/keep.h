// Which files of a store are kept: each content once, near-duplicates once, the train split first.
#pragma once

#include <map>
#include <string>

#include "collect/corpus/layout.h"
#include "support/lmdb.h"

namespace fastnode::corpus {

using ProjectRows = std::map<std::string, ProjectRow>;
using Sketches = std::map<ContentId, Sketch>;  // of every file that has content

// Adds those of one store.
Status ReadSketches(const Lmdb::Transaction& txn, Sketches& sketches);

// Sets the outcome of every file with content to kKept, kDuplicate or kNearDuplicate: a pure
// function of the set of projects (order: docs/formats/corpus.md).
void DecideKept(const Sketches& sketches, ProjectRows& projects);

// The identity of what is kept: equal for equal contents, splits, paths, library and shares.
std::string DatasetId(const ProjectRows& projects, uint64_t library_hash, int num_shares);

}  // namespace fastnode::corpus
