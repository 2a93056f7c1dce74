// Behind `@app.`: what stands there is called with what is defined below, or gives what is. A
// method that gives a text or nothing decorates nothing. The network sees names of types only.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Whether the attribute at the site is that of a decorator.
bool IsInDecorator(const FoundSite& site);
// Weighs members, the likeliest ones, by whether they can decorate.
void WeighDecorators(const FoundSite& site, const Known& known, std::vector<Completion>& list);

}  // namespace fastnode::predict
