// Types that the place of an annotation tells: what special methods return, that `is_new` answers
// with a truth, that `X |` mostly goes on with None.
#pragma once

#include "predict/usual/usual_values.h"

namespace fastnode::predict {

// How often each stands at the place of a name; none where nothing is known of it.
WordShares UsualAnnotations(const FoundSite& site);

}  // namespace fastnode::predict
