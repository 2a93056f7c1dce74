// Names with one underscore that a package keeps to itself: `_check_model` of Django's models
// behind an object of a class that inherits from one. Likewise those of a class of the file, behind
// an object outside of classes.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Makes less of methods so named, behind the dot of an attribute site, that are defined outside of
// the project, where the file uses no attribute of that name. Without a project
// only those of the file's own classes are.
void DoubtForeignPrivate(const FoundSite& site, const Known& known, std::vector<Completion>& list);

}  // namespace fastnode::predict
