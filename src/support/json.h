// JSON, through nlohmann-json; the one place that includes it. Objects keep the order in which
// their keys were set, so that equal values print as equal bytes.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace fastnode {

using Json = nlohmann::ordered_json;

// Parses one JSON value; errors say where. Too deep a nesting is one, and a key that stands twice.
Result<Json> ParseJson(std::string_view text);

// Parses values that stand one after the other, blanks between them allowed, until the end.
Result<std::vector<Json>> ParseJsonSequence(std::string_view text);

// Prints with `indent` spaces a level (-1: one line). Bytes that are not UTF-8 become U+FFFD.
std::string PrintJson(const Json& value, int indent = -1);

}  // namespace fastnode
