// A tree of JSON as a list.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "support/json.h"

namespace fastnode {

// Values that are no objects, by their paths ("recipe.learning_rate"), in the order of the text.
// They live as long as `json`, which itself has path `path`.
std::vector<std::pair<std::string, const Json*>> LeavesOf(const Json& json,
                                                          const std::string& path = "");

}  // namespace fastnode
