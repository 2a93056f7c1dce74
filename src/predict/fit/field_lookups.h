// Keywords of a query: they name fields of the class that is asked for, go on behind two
// underscores through what a field stands for, and end in how it is compared:
// `filter(author__name__icontains="x")`.
#pragma once

#include "predict/asked/budget.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Puts them first in an answer about an argument, or the name of a keyword, of such a call.
void AddFieldLookups(const FoundSite& site, const Known& known, const Budget& budget,
                     Answer& answer);

}  // namespace fastnode::predict
