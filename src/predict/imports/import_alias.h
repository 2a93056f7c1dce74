// The name behind `as` of an import: `import numpy as |`, `from datetime import datetime as |`.
#pragma once

#include <optional>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"

namespace fastnode::predict {

// What the project calls it elsewhere, what everybody calls it, and what the file reads and nothing
// in it binds. Nothing: the cursor stands at no such place.
Result<std::optional<Answer>> CompleteImportAlias(const Question& question, const Known& known,
                                                  const Budget& budget);

}  // namespace fastnode::predict
