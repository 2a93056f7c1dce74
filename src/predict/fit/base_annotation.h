// What overrides something is declared as that is: `def run(self, job: |` and `-> |` as the method
// of the base class says, `size: |` in the body of a class as the body of its base.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Of names that an annotation may begin with: puts that of the base first, whole and as it is
// written there, if all of its names mean something here.
void PutBaseAnnotationFirst(const FoundSite& site, const Known& known,
                            std::vector<Completion>& names);

}  // namespace fastnode::predict
