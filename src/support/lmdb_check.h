// Whether an LMDB environment can be read from its first row to its last. LMDB trusts its pages:
// one that is damaged ends the process that follows it, so a child follows them all first.
#pragma once

#include <string>
#include <vector>

#include "support/lmdb.h"
#include "support/result.h"

namespace fastnode {

// Reads every row of every table in a process of its own, if the environment can be opened at all.
// Errors: it met damage, or did not come to its end in some minutes. Costs about what reading the
// file does.
Status CheckLmdb(const std::string& folder, const std::vector<Lmdb::TableSpec>& tables);

}  // namespace fastnode
