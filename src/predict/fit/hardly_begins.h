// Constants hardly begin a statement: `LIMIT` and the type variable `T` are read behind something
// else.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// `site`: of a name. Makes less of such names where no letter is typed.
void DoubtHardlyBegins(const FoundSite& site, std::vector<Completion>& list);

}  // namespace fastnode::predict
