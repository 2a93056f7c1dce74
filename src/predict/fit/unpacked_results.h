// A call whose result is taken apart: `conn, addr = s.|()`. What gives a tuple of so many values is
// meant, not what gives one number.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// `site`: of an attribute or a name. Weighs those of the likeliest of whose result it is known
// whether it can be taken apart so. Does nothing where no result is.
void WeighUnpacked(const FoundSite& site, const Known& known, std::vector<Completion>& list);

}  // namespace fastnode::predict
