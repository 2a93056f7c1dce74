// What is shown behind the cursor unasked, as the protocol has it (textDocument/inlineCompletion).
#pragma once

#include <cstddef>
#include <string_view>

#include "predict/completer.h"
#include "serve/positions.h"
#include "support/json.h"

namespace fastnode::serve {

// Whether nothing but closing brackets, quotes and signs stands behind the cursor in its line: what
// is in the middle of a line is in the way of nobody.
bool EndsLine(std::string_view text, size_t offset);

// One item, or none.
Json InlineList(const predict::Answer& answer, std::string_view text, size_t offset,
                Encoding encoding, float threshold);

}  // namespace fastnode::serve
