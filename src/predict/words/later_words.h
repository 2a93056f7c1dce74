// Words that the language got late.
#pragma once

#include "predict/asked/question.h"
#include "predict/cursor/answer.h"

namespace fastnode::predict {

// Takes out the words that the project's Python does not know: `match` before 3.10, `async` before
// 3.5. There they are names, and stay where the text has them. `python`: 309 of Python 3.9, 0 if it
// is not said.
void LeaveOutLaterWords(int python, const Question& question, Answer& answer);

}  // namespace fastnode::predict
