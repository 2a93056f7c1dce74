// Names behind `global` and `nonlocal`: those of the scopes that the statement reaches out to.
#pragma once

#include <optional>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"

namespace fastnode::predict {

// Nothing: the cursor stands at no such place. What the function itself binds comes first, for that
// is what the statement is written for. Errors: the text cannot be analysed in time.
Result<std::optional<Answer>> CompleteOuterName(const Question& question, const Known& known,
                                                const Budget& budget);

}  // namespace fastnode::predict
