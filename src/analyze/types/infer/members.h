// What may follow the dot after a value of a type.
#pragma once

#include <vector>

#include "analyze/types/infer/evaluator.h"
#include "analyze/types/infer/member.h"

namespace fastnode::types {

// Sorted by name, one entry a name. Names live as long as the evaluator.
std::vector<Member> MembersOf(Evaluator& evaluator, TypeId type);

}  // namespace fastnode::types
