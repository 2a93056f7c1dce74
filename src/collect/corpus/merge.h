// The catalogue of a corpus in parts: what of all parts together is kept, in which split.
#pragma once

#include <set>
#include <string>

#include "analyze/types/imports/library.h"
#include "collect/corpus/add.h"
#include "support/result.h"

namespace fastnode::corpus {

// Reads the digests of all parts (digest.h) and writes the catalogue and each part's rows. `added`:
// the projects that were given to `corpus add`; the others keep what the catalogue before said. The
// result is that of one store with the same projects, whoever made the parts, in whatever order. A
// part whose digest is there does not have to be. Errors: neither a part is here nor its digest;
// what is read is damaged, or made with another library; they name the part.
Result<AddReport> MergeParts(const AddOptions& options, const types::Library& library,
                             const std::set<std::string>& added);

// The same for parts that were made one by one: all projects count as added.
Result<AddReport> MergeParts(const AddOptions& options, const types::Library& library);

}  // namespace fastnode::corpus
