// Behind the dot of a module, where something is raised or caught: `except asyncio.|`.
#pragma once

#include <cstddef>
#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// `site`: of an attribute. Puts the module's exceptions before all else, those that the model did
// not look at behind the others; at most so many.
void PutErrorsFirst(const FoundSite& site, const Known& known, size_t max_completions,
                    std::vector<Completion>& list);

}  // namespace fastnode::predict
