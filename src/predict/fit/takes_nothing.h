// Calls that take no argument.
#pragma once

#include "predict/cursor/site.h"

namespace fastnode::predict {

// Whether a call is begun at the site that takes nothing, or no more, as is known for sure. Who has
// typed a letter all the same knows better.
bool TakesNothing(const FoundSite& site, const Known& known);

}  // namespace fastnode::predict
