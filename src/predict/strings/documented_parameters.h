// Parameters that a docstring tells of: `:param |`, and the entries of a section `Args:` or, below
// a line of dashes, `Parameters`.
#pragma once

#include <cstddef>
#include <optional>

#include "predict/asked/question.h"
#include "predict/cursor/answer.h"

namespace fastnode::predict {

// The cursor stands in a string of three quotes that begins at `begin`. Those of the function that
// the docstring has not told of yet, in their order. Nothing if the cursor stands at no such place,
// or the string is no docstring of a function.
std::optional<Answer> CompleteDocumentedParameter(const Question& question, size_t begin);

}  // namespace fastnode::predict
