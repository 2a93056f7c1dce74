// What the target of a loop, of `with` or of `except` is usually called where nothing is read yet
// that would say so: `for | in users` "user", `with open(p) as |` "f".
#pragma once

#include <optional>

#include "predict/asked/question.h"
#include "predict/cursor/answer.h"

namespace fastnode::predict {

// By the text alone. Nothing: the cursor stands at no such place, or nothing is usual there.
std::optional<Answer> CompleteUsualTarget(const Question& question);

}  // namespace fastnode::predict
