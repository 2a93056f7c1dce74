// The words behind a value in brackets, by what the brackets hold: in a list the first element goes
// on with `for`, a second one never does.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "collect/context/tokens.h"

namespace fastnode::predict {

// Puts those first that are usual there. `before`: up to the cursor; its last token ends a value.
void OrderBehindElement(std::span<const context::Token> before,
                        std::vector<std::string_view>& words);

}  // namespace fastnode::predict
