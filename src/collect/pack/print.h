// A cut in text, for people: site, nodes, edges and candidates with the features that are not zero,
// by the names that the task gives them.
#pragma once

#include <string>

#include "collect/pack/cut.h"

namespace fastnode::pack {

// `max_candidates`: how many of them to list. Stable.
std::string Print(const Cut& cut, const Vocabularies& vocabularies, int32_t max_candidates = 20);

}  // namespace fastnode::pack
