// The model's answer as the protocol's list of completions.
#pragma once

#include <cstddef>
#include <string_view>

#include "predict/completer.h"
#include "serve/positions.h"
#include "support/json.h"

namespace fastnode::serve {

// `offset`: of the cursor in `text`, before which the answer's prefix stands. Items are in our
// order, by sortText, with `uri` in their data; a whole call needs `snippets` if it has anything to
// be filled in.
Json CompletionList(const predict::Answer& answer, std::string_view text, size_t offset,
                    Encoding encoding, bool snippets, const std::string& uri = "");

// A whole call as a snippet: `...` becomes a tab stop, and what snippets give a meaning to is
// escaped. `closed`: the bracket that ends it stands there already.
std::string CallSnippet(std::string_view call, bool closed);

}  // namespace fastnode::serve
