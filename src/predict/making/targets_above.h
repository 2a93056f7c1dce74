// A statement that begins with the letters of a name that other functions give something: `st|` in
// the second function of a file wants `stmt`, which is not yet one of this function.
#pragma once

#include <cstddef>

#include "predict/cursor/answer.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Adds such names to the answer for the site, where a letter is typed.
void AddTargetsAbove(const FoundSite& site, size_t max_completions, Answer& answer);

}  // namespace fastnode::predict
