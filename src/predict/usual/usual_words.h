// Words of the language that usually stand at a place which the model takes for one of many: behind
// `is` it sees a comparison, behind `raise ... from` a name. And decorators of methods, `__name__`
// in `if __name__ == "__main__"`.
#pragma once

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Gives them their share of an answer for the site, and the rest to what it has.
void AddUsualWords(const FoundSite& site, const Known& known, Answer& answer);

// `__name__ == |`: hardly anything else is compared with it than "__main__", which must be among
// the completions. In the block of `if x is None:` and `if not x:`, `x = |` gets what is there.
void DoubtPointless(const FoundSite& site, Answer& answer);

}  // namespace fastnode::predict
