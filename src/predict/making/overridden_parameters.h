// Parameters of a method that overrides another: those that the other has.
#pragma once

#include <optional>

#include "predict/asked/question.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "support/result.h"

namespace fastnode::predict {

// Nothing: no parameter is typed at the cursor, or the method overrides none that is known. Those
// that the method does not have yet, in their order, with short defaults; of a method that Python
// calls by itself those that it passes. Errors: the text's.
Result<std::optional<Answer>> CompleteOverriddenParameter(const Question& question,
                                                          const Known& known, const Budget& budget);

}  // namespace fastnode::predict
