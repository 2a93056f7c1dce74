// Dotted paths in strings: `patch("os.path.|")`, `import_module("|")`.
#pragma once

#include <cstddef>
#include <optional>

#include "collect/corpus/usage_table.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"

namespace fastnode::predict {

// What the path may go on with, at most so many, by what is called with it; nothing if no path is
// meant. `string_begin`: where the string begins.
std::optional<Answer> CompleteDottedString(const Question& question, size_t string_begin,
                                           const Known& known, const corpus::UsageTable& corpus,
                                           size_t max_completions);

}  // namespace fastnode::predict
