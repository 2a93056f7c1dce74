// A name before `=`, `:=` or `+=`, of which a letter is typed. New names are nobody's to guess, but
// one that is there may be meant.
#pragma once

#include <optional>

#include "predict/asked/question.h"
#include "predict/cursor/answer.h"

namespace fastnode::predict {

// The same question before `==`, of `+=` before `!=`, so that the name is one that is read.
// Nothing: the cursor stands at no such place.
std::optional<Question> AskedAsRead(const Question& question);
// Keeps what the file binds, of its answer.
void KeepOldNames(Answer& answer);

}  // namespace fastnode::predict
