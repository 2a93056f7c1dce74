// Names and words that mostly stand at a place: `for i in range`, `exist_ok=True`, `name: str`.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "predict/cursor/site.h"

namespace fastnode::predict {

using WordShares = std::vector<std::pair<std::string_view, float>>;

// How often each stands at the place of a name; none where nothing is known of it.
WordShares UsualNames(const FoundSite& site);
// Of types in an annotation, how often each stands there at the least.
WordShares LeastTypes(const FoundSite& site);
// The same as UsualNames of the value of a keyword argument.
WordShares UsualKeywordValues(const FoundSite& site);

}  // namespace fastnode::predict
