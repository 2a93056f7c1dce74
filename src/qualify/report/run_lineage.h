// Which runs led to a model or a release, and what was made of it: records joined by the hashes of
// what they read and made (support/run_record.h), never by paths.
#pragma once

#include <string>
#include <vector>

#include "support/result.h"
#include "support/run_record.h"

namespace fastnode::qualify {

// The runs that have to do with `what`: a run's name or a part of it (of several the newest), or
// the first 6 digits or more of a hash that a run read or made. With them stand all that made what
// they read, and all that read what they made, and so on. Oldest first. Errors: there is none.
Result<std::vector<RunSummary>> Lineage(std::vector<RunSummary> runs, const std::string& what);

// The same for a terminal, two lines a run: "model 0123456789ab -> release ba9876543210".
Result<std::string> PrintLineage(const std::string& root, const std::string& what);

}  // namespace fastnode::qualify
