// Who imports what the file uses already: `import |` above `json.dumps(...)`, `from pathlib import
// |` above `Path(...)`, `from | import Path`.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/imports/imports.h"

namespace fastnode::predict {

// Puts first, of what an import statement may go on with, what the rest of the file names and
// nothing in it binds; of modules behind `from` those that have the names that follow `import`, or
// such names.
void PutWantedImportsFirst(const Question& question, const ImportPlace& place, const Known& known,
                           const Budget& budget, std::vector<Completion>& list);

}  // namespace fastnode::predict
