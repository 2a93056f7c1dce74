// Behind what is in scope: names that can be imported, with the edits that do so (auto_import/).
#pragma once

#include "predict/completer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Adds to an answer for the site, as far as there is room, in the body of a class the fields of its
// bases, then what `import *` brings, then what `known` says may be imported. Of the latter: where
// a word of the language is meant, where less than two letters are typed, and where nobody gave
// anything to import from, nothing is added. What the file names and does not define gives way to a
// name that can be imported.
void AddOffers(const Question& question, const Known& known, const FoundSite& site,
               const Budget& budget, Answer& answer);

}  // namespace fastnode::predict
