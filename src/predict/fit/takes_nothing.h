// Calls that take no argument.
#pragma once

#include "analyze/types/types.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Whether a call is begun at the site that takes nothing, or no more, as is known for sure. Who has
// typed a letter all the same knows better.
bool TakesNothing(const FoundSite& site, const Known& known);

// Whether it is sure that a class is made without any argument.
bool IsMadeOfNothing(types::TypeEvaluator& types, const types::Type& cls);

}  // namespace fastnode::predict
