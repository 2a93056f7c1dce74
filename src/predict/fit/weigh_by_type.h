// Weighs names and members by what they are, where the text behind the cursor says what must stand
// there.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "analyze/types/types.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// `site`: of an attribute or a name. Of a variable the best of what it is bound to counts. The
// likeliest `most` are looked at, best first; the others get `unseen`, as they are too unlikely.
// Nothing is weighed behind an object that is unknown.
void WeighByType(const FoundSite& site, types::TypeEvaluator& types, size_t most, float unseen,
                 const std::function<float(const types::Type&)>& weight_of,
                 std::vector<Completion>& list);

}  // namespace fastnode::predict
