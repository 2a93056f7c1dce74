// The seal of a store: a checksum of all of `data.mdb`, in the file `checksum` beside it, from the
// end of one write to the beginning of the next. LMDB trusts its pages; the seal finds the mistake
// of a disk or a copy before a page is followed. A store being written, or whose writer died, has
// no seal: LMDB itself then guarantees the old answers, and a separate process reads all of it
// first.
#pragma once

#include <optional>
#include <string>

#include "support/result.h"

namespace fastnode::corpus {

// The seal; none while somebody writes, or after a writer died.
std::optional<std::string> SealOf(const std::string& folder);

// Error: the file is not what was written, or cannot be read to its end; names the remedy.
Status CheckSeal(const std::string& folder);

// Called before the first write: checks the seal and takes it away.
Status BreakSeal(const std::string& folder);

// Called after the last write, with the environment closed.
Status PutSeal(const std::string& folder);

}  // namespace fastnode::corpus
