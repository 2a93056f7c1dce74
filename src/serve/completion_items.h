// The model's answer as the protocol's list of completions.
#pragma once

#include <cstddef>
#include <string_view>

#include "predict/completer.h"
#include "serve/capabilities.h"
#include "support/json.h"

namespace fastnode::serve {

// `offset`: of the cursor in `text`; the answer's prefix stands before it. Items come in our order
// (by sortText) and have `uri` in their data. A whole call that has anything to be filled in needs
// a client with snippets.
Json CompletionList(const predict::Answer& answer, std::string_view text, size_t offset,
                    const Client& client, const std::string& uri = "");

// A whole call as a snippet: `...` becomes a tab stop, and characters with a meaning in snippets
// are escaped. `closed`: the bracket that ends it is in the text already.
std::string CallSnippet(std::string_view call, bool closed);

}  // namespace fastnode::serve
