// An answer from the words of the text alone, in a fraction of a millisecond: what a server says
// when the model's answer would come too late.
#pragma once

#include "predict/completer.h"

namespace fastnode::serve {

// After a dot: the names that follow dots, those after the same word first. Elsewhere: the words of
// the text. The nearest before the cursor come first. Probabilities fall with the rank and sum to
// 1, but measure nothing. Comments and strings are not told apart from code.
predict::Answer QuickAnswer(std::string_view text, size_t offset, size_t max_completions);

}  // namespace fastnode::serve
