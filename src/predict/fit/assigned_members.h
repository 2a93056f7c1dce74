// What is given a value behind a dot, `conn.| = x`: a variable of the object. Its methods are
// called and a property that nobody sets cannot be given one. The network sees that something is
// assigned; it does not see what a member is.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// `site`: of an attribute. Makes less of methods and of properties without a setter where one is
// assigned to.
void DoubtAssigned(const FoundSite& site, const Known& known, std::vector<Completion>& list);

}  // namespace fastnode::predict
