// Where a parameter of a test or a fixture is typed: the fixtures of pytest that it may ask for.
#pragma once

#include <optional>

#include "predict/asked/question.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "support/result.h"

namespace fastnode::predict {

// Nothing: the cursor stands at no such place. Those of the file come first, then those of the
// conftest files of its folder and of the folders above it up to the root, then pytest's own and
// those of plugins that are installed. Each of these files may take some from others: imports,
// stars, `pytest_plugins`. What the function has already, and itself, is left out. Errors: the
// text's.
Result<std::optional<Answer>> CompleteFixture(const Question& question, const Known& known,
                                              const Budget& budget);

}  // namespace fastnode::predict
