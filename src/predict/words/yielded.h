// `from` behind `yield`, which may go on with a value as well.
#pragma once

#include "predict/cursor/answer.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Behind the names of the answer, where its letters may be those of `from`.
void AddFrom(const FoundSite& site, Answer& answer);

}  // namespace fastnode::predict
