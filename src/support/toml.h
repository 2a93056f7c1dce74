// TOML, through toml++; its source is the one place that includes it.
#pragma once

#include <string_view>

#include "support/json.h"
#include "support/result.h"

namespace fastnode {

// Parses a document, as the object of JSON that says the same; dates and times are texts. Errors
// say where. Too deep a nesting is one.
Result<Json> ParseToml(std::string_view text);

}  // namespace fastnode
