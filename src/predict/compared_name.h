// A name that is compared is seldom what it is compared with: `size == size`.
#pragma once

#include <vector>

#include "predict/completer.h"
#include "predict/site.h"

namespace fastnode::predict {

// `site`: of a name.
void DoubtComparedName(const FoundSite& site, std::vector<Completion>& list);

}  // namespace fastnode::predict
