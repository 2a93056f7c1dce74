// What may be passed by name in the head of a class: `class Point(Base, metaclass=|`.
#pragma once

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Adds to an answer for the site, if it stands there, behind the names: what the bases' methods
// `__init_subclass__` take, `total` of a typed dictionary, and `metaclass`; those that are not
// given yet.
void AddClassKeywords(const FoundSite& site, const Known& known, const Budget& budget,
                      Answer& answer);

}  // namespace fastnode::predict
