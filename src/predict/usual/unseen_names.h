// Names after a dot that the model does not look at.
#pragma once

#include <cstddef>
#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/site.h"
#include "predict/fit/private_names.h"

namespace fastnode::predict {

// Behind those of the list, up to so many: the other ones that the file, the project and the corpus
// know and that fit what is typed, most used first, with probability 0.
void AddUnseen(const FoundSite& site, const Known& known, const PrivateNames& privates,
               size_t max_completions, std::vector<Completion>& list);

}  // namespace fastnode::predict
