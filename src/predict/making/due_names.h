// Names that have to be bound where the cursor binds one: `for | in orders:` above `order.total`,
// `else: | = "b"` where the other branch binds `mode`, `| += 1` below `total = 0`. A name that is
// new is nobody's to guess; these the file knows already.
#pragma once

#include <optional>

#include "predict/asked/question.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"

namespace fastnode::predict {

// Nothing: the cursor stands at no such place, or no name has to be bound there. `is_of_lambda`:
// it is known to stand at a parameter of one. Errors: the text cannot be analysed in time.
Result<std::optional<Answer>> CompleteDueName(const Question& question, bool is_of_lambda,
                                              const Known& known, const Budget& budget);

// Puts what is due before the other completions of an answer.
void PutDueFirst(const Answer& due, size_t max_completions, Answer& answer);

// Takes out the name of a parameter, of a loop or behind `as` that is typed already, if there is no
// other: it would only take the key that ends the line.
void LeaveOutTyped(const Question& question, Answer& answer);

}  // namespace fastnode::predict
