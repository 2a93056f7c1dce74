// `math.|` where nothing is called so: a module of the standard library is meant, which is not
// imported yet.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "predict/asked/question.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// The same question with the import in the first line. Nothing: the site is no such place.
std::optional<Question> AskedWithModule(const Question& question, const FoundSite& site,
                                        const Known& known);

// Puts what the module has before what may follow anything of that name, which may be something
// else that is bound further down. Special names of the module come last.
void PutModuleFirst(std::vector<Completion> of_module, size_t max_completions,
                    std::vector<Completion>& list);

}  // namespace fastnode::predict
