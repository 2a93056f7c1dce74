// What is known of names behind a dot by what stands before it: of a function its name is asked
// for, and keys of a typed dictionary are no attributes.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// `site`: of an attribute.
void WeighAttributes(const FoundSite& site, const Known& known, std::vector<Completion>& list);

}  // namespace fastnode::predict
