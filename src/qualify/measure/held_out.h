// Reads what a validation needs out of the corpus store: the chosen sites' sources, their stored
// counts, and the tables of their projects.
#pragma once

#include "analyze/types/imports/library.h"
#include "collect/corpus/store.h"
#include "qualify/ask/sites.h"
#include "qualify/measure/measure.h"
#include "support/result.h"

namespace fastnode::qualify {

// Without sites where the split has none of the kind. Errors: damaged rows.
Result<HeldOut> LoadHeldOut(const corpus::Store& store, corpus::Split split,
                            const types::Library& library, const SiteKind& kind,
                            const SiteOptions& options);

}  // namespace fastnode::qualify
