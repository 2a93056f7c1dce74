// In a call at the top of a script, where nothing in scope holds a value yet, what the callee's
// parameters are called says more than functions and modules that could be passed.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Puts the keywords of a call behind its likeliest argument, in the order of the parameters: where
// no letter is typed, no name in `list` is a variable, and the callee takes a few parameters, one
// of which has to be given.
void PutParametersFirst(const FoundSite& site, const Known& known, std::vector<Completion>& list);

}  // namespace fastnode::predict
