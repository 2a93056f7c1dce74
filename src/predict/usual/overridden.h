// A method that overrides one does what that does first, or takes what it gives: `super()`.
#pragma once

#include "predict/cursor/known.h"
#include "predict/cursor/site.h"
#include "predict/usual/usual_values.h"

namespace fastnode::predict {

// How often `super` stands at the place of a name in a method whose class has the same one from a
// base; none elsewhere, where it stands above already, and where the base does nothing.
WordShares SuperInOverride(const FoundSite& site, const Known& known);

}  // namespace fastnode::predict
