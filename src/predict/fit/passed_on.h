// A function that takes `*args` and `**kwargs` mostly passes them on: to what it wraps, to the
// method of the same name that it overrides.
#pragma once

#include "predict/asked/budget.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Adds `*args` or `**kwargs` to an answer about an argument of which nothing is typed.
void AddPassedOn(const FoundSite& site, const Budget& budget, Answer& answer);

}  // namespace fastnode::predict
