// Why an attribute is not among the members of its base: the construct at which knowledge ends, in
// words that can be counted. Follows names to what was assigned to them and expressions to their
// parts, until something unknown is made of nothing unknown.
#pragma once

#include <string>

#include "analyze/bind/file_index.h"
#include "analyze/types/types.h"

namespace fastnode::types {

// `types` hides the attribute's name.
std::string ExplainMiss(const bind::FileIndex& index, TypeEvaluator& types,
                        const bind::AttributeUse& use);

}  // namespace fastnode::types
