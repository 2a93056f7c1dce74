// The tokens of a text after an edit.
#pragma once

#include <string_view>

#include "collect/context/tokens.h"

namespace fastnode::context {

// As Tokenize(text), of which only what differs from `text_before` is read, whose tokens are given.
Tokens TokenizeAgain(std::string_view text_before, const Tokens& before, std::string_view text);

}  // namespace fastnode::context
