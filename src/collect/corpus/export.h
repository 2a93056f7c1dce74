// The sources of a split, as files again: FOLDER/PROJECT/PATH.
#pragma once

#include <cstdint>
#include <string>

#include "collect/corpus/store.h"

namespace fastnode::corpus {

// Returns how many files were written. Errors: damaged rows, what the system refuses.
Result<int64_t> Export(const Store& store, Split split, const std::string& folder);

}  // namespace fastnode::corpus
