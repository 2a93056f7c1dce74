// Among the bases of a class: its name mostly says what it is made of.
// `BookCreateView(CreateView)`.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// `site`: of a name or an attribute. Makes more of those with which the name of the class ends, and
// of those that end in the same word.
void WeighBases(const FoundSite& site, std::vector<Completion>& list);

}  // namespace fastnode::predict
