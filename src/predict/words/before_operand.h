// A word that is missing before a value: `if | x in y`, `key=| x: x[0]`, `| KeyError(x)`. Two
// values in a row are no Python, so hardly a name is meant there.
#pragma once

#include <string_view>
#include <vector>

#include "predict/asked/question.h"
#include "predict/cursor/answer.h"

namespace fastnode::predict {

// What the text before and behind the cursor asks for, likeliest first. `text`: with line feeds.
std::vector<std::string_view> WordsBeforeOperand(std::string_view text, size_t cursor);

// Puts those first that fit what is typed.
void PutWordsBeforeOperand(const Question& question, Answer& answer);

}  // namespace fastnode::predict
