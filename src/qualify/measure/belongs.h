// Held-out is only what the training did not see: the split belongs to a dataset, and so must the
// release. These say what does not.
#pragma once

#include <string>

#include "analyze/types/imports/library.h"
#include "collect/corpus/store.h"
#include "support/result.h"

namespace fastnode::qualify {

// Files of the training: metainfo.json must be of the store's dataset, and usage.bin ("": not
// checked) of that metainfo.
Status CheckMetainfo(const std::string& metainfo, const std::string& usage,
                     const corpus::Store& store);

// `given` is a file; `library` is that of the release in the folder `release`.
Status CheckLibrary(const std::string& given, const types::Library& library,
                    const std::string& release);

}  // namespace fastnode::qualify
