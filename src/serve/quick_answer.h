// An answer from the words of the text alone, in a fraction of a millisecond: what a server says
// when the model's answer would come too late.
#pragma once

#include "predict/completer.h"

namespace fastnode::serve {

// After a dot the names that follow dots, those after the same word first, else the text's words;
// the nearest before the cursor first. Probabilities fall with the rank and sum to 1; they are no
// measurement. Comments and strings are not told apart from code.
predict::Answer QuickAnswer(std::string_view text, size_t offset, size_t max_completions);

}  // namespace fastnode::serve
