// The class of what is given stands in its annotation more often than any other: `size: | = 1.0`,
// `-> |` of a function that returns texts.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Of names that an annotation may begin with: puts that of the value's type first.
void PutGivenTypeFirst(const FoundSite& site, const Known& known, std::vector<Completion>& names);

}  // namespace fastnode::predict
