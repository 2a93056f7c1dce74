// Where a class is wanted, builtins that are none are not offered.
#pragma once

#include "predict/completer.h"
#include "predict/known.h"
#include "predict/site.h"

namespace fastnode::predict {

// Takes out of an answer for the site what cannot stand there: behind `raise` and `except` builtins
// that are no exceptions, among the bases of a class and behind `isinstance(x,` those that are no
// classes. What the file binds stays.
void DropImpossibleBuiltins(const FoundSite& site, const Known& known, Answer& answer);

}  // namespace fastnode::predict
