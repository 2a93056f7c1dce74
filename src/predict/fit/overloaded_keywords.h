// Keywords that only other overloads of what is called take: `Field(default_factory=...)`, where
// the first overload takes a default.
#pragma once

#include <vector>

#include "analyze/types/types.h"
#include "predict/cursor/answer.h"

namespace fastnode::predict {

// Adds them to what may be passed, each as likely as the keywords there are on average. `share`: of
// keywords, where there are none. Those that cannot be passed are for others to leave out.
void AddOverloadedKeywords(const types::CallSignature& signature, float share,
                           std::vector<Completion>& list);

}  // namespace fastnode::predict
