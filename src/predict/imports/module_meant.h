// `math.|` where nothing is called so: a module of the standard library is meant, which is not
// imported yet.
#pragma once

#include <optional>

#include "predict/asked/question.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// The same question with the import in the first line. Nothing: the site is no such place.
std::optional<Question> AskedWithModule(const Question& question, const FoundSite& site,
                                        const Known& known);

}  // namespace fastnode::predict
