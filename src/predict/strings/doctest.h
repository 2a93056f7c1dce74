// Code in docstrings: the examples behind `>>>` and `...`, blocks of Python (code_blocks.h), and
// names in backticks.
#pragma once

#include <optional>

#include "predict/asked/question.h"

namespace fastnode::predict {

// The cursor stands in a string of three quotes that begins at `begin`. The question that its code
// asks: the file with the string emptied, and the example up to the cursor below it, as doctest
// runs it. Nothing if the cursor stands in plain words.
std::optional<Question> AskedInDocstring(const Question& question, size_t begin);

}  // namespace fastnode::predict
