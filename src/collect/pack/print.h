// A cut in text, for people: site, nodes, edges and candidates with the features that are not zero.
#pragma once

#include <string>
#include <string_view>

#include "collect/pack/cut.h"

namespace fastnode::pack {

// "file_base", "corpus_type_context"...
std::string_view CandidateFeatureName(int feature);
std::string_view SiteFeatureName(int feature);

// `max_candidates`: how many of them to list. Stable.
std::string Print(const Cut& cut, const Vocabularies& vocabularies, int32_t max_candidates = 20);

}  // namespace fastnode::pack
