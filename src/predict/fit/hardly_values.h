// Names in scope that are hardly values: forms of typing, decorators, features of the language,
// modules as an index or a default. A place tells how seldom they are meant there. The network
// sees what a name is; it has seen few files in which such a place decides.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// `site`: of a name or an argument. Makes less of such names where no letter is typed; where the
// file has a form of typing as a value elsewhere, it stays.
void DoubtHardlyValues(const FoundSite& site, std::vector<Completion>& list);

}  // namespace fastnode::predict
