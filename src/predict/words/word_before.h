// A statement's first word that is typed before what it is about: `ret| x`, `i| x > 1:`. Such a
// line is no Python while the word is half typed, and no name can stand there.
#pragma once

#include <optional>

#include "predict/asked/question.h"
#include "predict/cursor/answer.h"

namespace fastnode::predict {

// The same without the rest of the line; nothing if the cursor stands at no such place.
std::optional<Question> AskedWithoutOperand(const Question& question);

// Takes out of its answer what cannot stand before an operand.
void KeepWordsBeforeOperand(Answer& answer);

}  // namespace fastnode::predict
