// A name is seldom said twice where once will do: compared with itself, passed to itself.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// `size == size`. `site`: of a name.
void DoubtComparedName(const FoundSite& site, std::vector<Completion>& list);
// `str(str)`, `super().save(self)`, and the function itself that a call stands in. `site`: of an
// argument.
void DoubtPassedNames(const FoundSite& site, std::vector<Completion>& list);

}  // namespace fastnode::predict
