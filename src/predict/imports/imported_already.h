// What the file imports already comes last where another import is written: `import os` above
// `import |`.
#pragma once

#include <string_view>
#include <vector>

#include "predict/cursor/answer.h"
#include "predict/imports/imports.h"

namespace fastnode::predict {

// `text`, `cursor`: of the question; `place`: of its import statement. Only statements of the
// module itself count: a function may import again what another one does.
void PutImportedLast(std::string_view text, size_t cursor, const ImportPlace& place,
                     std::vector<Completion>& list);

}  // namespace fastnode::predict
