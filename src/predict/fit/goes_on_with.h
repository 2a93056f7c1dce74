// A name is put before a dot that goes on already: `path.|.mkdir()`, `|.append(x)`. What has no
// such member is hardly meant. The network sees the name behind; it does not see who has it.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// `site`: of an attribute or a name. Makes less of those of the likeliest that do not have what
// stands behind the dot. Does nothing where no dot follows.
void WeighByWhatFollows(const FoundSite& site, const Known& known, std::vector<Completion>& list);

}  // namespace fastnode::predict
