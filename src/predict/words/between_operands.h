// The word that is missing between two values: `[x | x in xs]`, `a if b | c`. What stands behind
// the cursor says which.
#pragma once

#include <span>
#include <string_view>

#include "collect/context/tokens.h"

namespace fastnode::predict {

// `before`: what stands before the cursor; its last token ends a value. `right`: the rest of the
// line. "": that does not say it.
std::string_view WordBetweenOperands(std::span<const context::Token> before,
                                     std::string_view right);

}  // namespace fastnode::predict
