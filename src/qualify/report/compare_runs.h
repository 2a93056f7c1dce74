// Runs side by side: what they were told, and what came out.
#pragma once

#include <string>
#include <vector>

#include "support/result.h"

namespace fastnode::qualify {

// Parameters that differ, and all results, one column per run. `names`: runs' or parts of them.
Result<std::string> PrintComparison(const std::string& root, const std::vector<std::string>& names);

}  // namespace fastnode::qualify
