// Is a Python text written by a program, or data in the shape of code? Such texts teach a model
// nothing about how people write. The answers are guesses; their limits are in
// docs/formats/corpus.md.
#pragma once

#include <string_view>

namespace fastnode::corpus {

bool LooksGenerated(std::string_view text);

// Whether a line has nothing but literals, brackets and punctuation.
bool IsDataLine(std::string_view line);

}  // namespace fastnode::corpus
