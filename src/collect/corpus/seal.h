// The seal of a store: a checksum of all of `data.mdb`, in the file `checksum` beside it, from the
// end of one write to the begin of the next. LMDB trusts its pages; the seal tells a disk's or a
// copy's mistake before a page is followed. A store whose writer died, or writes, has none: LMDB
// itself sees to it that it answers as before, and a process apart reads all of it first.
#pragma once

#include <string>

#include "support/result.h"

namespace fastnode::corpus {

// Error: the file is not what was written, or cannot be read to its end; names the remedy.
Status CheckSeal(const std::string& folder);

// Before the first write: checks the seal and takes it away.
Status BreakSeal(const std::string& folder);

// After the last write, with the environment closed.
Status PutSeal(const std::string& folder);

}  // namespace fastnode::corpus
