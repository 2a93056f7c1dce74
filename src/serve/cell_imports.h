// Imports of a name in a notebook: a client changes the cell that it asks about, and no other.
#pragma once

#include "predict/completer.h"
#include "serve/notebooks.h"

namespace fastnode::serve {

// Edits that import a name and reach into another cell become a statement at the top of the cell
// that is asked about, below its magics.
void ImportInCell(const WholeNotebook& whole, predict::Answer& answer);

}  // namespace fastnode::serve
