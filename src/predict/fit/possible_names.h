// Where a class is wanted, what is known to be none is not offered.
#pragma once

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Takes out of an answer for the site what cannot stand there: behind `raise` and `except` what is
// no exception, among the bases of a class, behind `isinstance(x,` and in annotations what is no
// class, behind `@` what decorates nothing. What a union has already is not offered again. Modules
// stay, as classes stand behind their dots, and what nobody knows. Objects and classes that hold
// others at best, and functions where a call may stand, are last. Where nothing else fits the
// letters that are typed, the file's names stay.
void DropImpossibleNames(const FoundSite& site, const Known& known, Answer& answer);

// Of an attribute of a module: its functions go behind the rest where a class is wanted.
void PutClassesFirst(const FoundSite& site, std::vector<Completion>& list);

}  // namespace fastnode::predict
