// Which files of a dataset are kept: each content once, near-duplicates once, the train split
// first.
#pragma once

#include <string>

#include "collect/corpus/listing.h"
#include "collect/corpus/near_duplicates.h"
#include "support/lmdb.h"

namespace fastnode::corpus {

// Adds those of one store.
Status ReadSketches(const Lmdb::Transaction& txn, Sketches& sketches);

// Sets the outcome of every file with content to kKept, kDuplicate or kNearDuplicate: a pure
// function of the set of projects and their splits (order: docs/formats/corpus.md).
void DecideKept(NearDuplicates& near, Listing& listing);

// The identity of what is kept: equal for equal contents, splits, paths, library and shares.
Result<std::string> DatasetId(const Listing& listing, uint64_t library_hash, int num_shares);

}  // namespace fastnode::corpus
