// What may follow the dot after a value of a type.
#pragma once

#include <vector>

#include "analyze/types/infer/member.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Sorted by name, one entry per name. Names live as long as the answers.
std::vector<Member> FindMembers(Infer& infer, TypeId type);

}  // namespace fastnode::types
