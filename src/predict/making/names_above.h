// A name that is new here is often one that the file has given before: the parameter that the
// functions above have, the variable of a loop, of a `lambda`, of a `with`.
#pragma once

#include <cstddef>
#include <optional>

#include "predict/asked/question.h"
#include "predict/cursor/answer.h"

namespace fastnode::predict {

// Puts such names behind what is due at the place. By the text alone. `is_of_lambda`: the cursor is
// known to stand at a parameter of one.
void AddNamesAbove(const Question& question, bool is_of_lambda, size_t max_completions,
                   std::optional<Answer>& due);

}  // namespace fastnode::predict
