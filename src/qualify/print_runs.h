// Records of runs as tables for a terminal.
#pragma once

#include <string>
#include <vector>

#include "support/result.h"

namespace fastnode::qualify {

// Name, status, commit and the first result of each, newest first.
Result<std::string> PrintRunList(const std::string& root);

// `name`: a run's, or a part of it; of several the newest. Errors: there is none.
Result<std::string> PrintRun(const std::string& root, const std::string& name);

// Parameters that differ, and all results, a column a run.
Result<std::string> PrintComparison(const std::string& root, const std::vector<std::string>& names);

}  // namespace fastnode::qualify
