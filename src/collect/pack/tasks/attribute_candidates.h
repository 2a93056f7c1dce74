// Candidates for the name after a dot: names used in the file, in the project and in the corpus
// after the same base, members of the base's type, names and words of the statement and of the
// file, and frequent names of the project and of the corpus.
#pragma once

#include "collect/pack/candidates.h"

namespace fastnode::pack {

Candidates AttributeCandidates(const CandidateInput& input);

}  // namespace fastnode::pack
