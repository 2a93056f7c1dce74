// The words behind a value in brackets, by what the brackets hold on both sides of the cursor: in a
// list the first element goes on with `for`, one of several never does.
#pragma once

#include <string_view>
#include <vector>

#include "collect/context/tokens.h"

namespace fastnode::predict {

// Puts those first that are usual there, and drops `for` where no comprehension can be. `before`:
// the tokens of `text`, which ends where the word begins; the last one ends a value. `behind`: what
// follows the word.
void OrderBehindElement(std::string_view text, const context::Tokens& before,
                        std::string_view behind, std::vector<std::string_view>& words);

}  // namespace fastnode::predict
