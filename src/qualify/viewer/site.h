// What a model sees of a site, for people: the syntax tree of the text, and the program graph round
// the cursor.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "support/json.h"
#include "support/result.h"

namespace fastnode::qualify {

// The name that stands for what is asked for is the program's own affair: people see "?".
std::string WithoutPlaceholder(std::string text);

// {"tree": text,
//  "nodes": [{"id", "kind", "text", "begin", "end", "hops", "weight"}], the first is the site
//  "edges": [{"from", "to", "kind"}],
//  "kinds": [edge kinds]}
// `weight`: the share of what reaches the site in three rounds of messages that comes from the
// node, were all messages alike: a mean over the senders of each kind of edge, a mean over the
// kinds. Errors: no place that can be completed; a text that cannot be read.
Result<Json> SiteToJson(std::string_view text, uint64_t cursor);

}  // namespace fastnode::qualify
