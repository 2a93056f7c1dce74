// Is a Python text written by a program, or data in the shape of code? Such texts teach a model
// nothing about how people write. Guesses: docs/formats/corpus.md has the limits.
#pragma once

#include <string_view>

namespace fastnode::corpus {

bool LooksGenerated(std::string_view text);

// A line of nothing but literals, brackets and punctuation.
bool IsDataLine(std::string_view line);

}  // namespace fastnode::corpus
