// Attributes that a class has because its metaclass sets them (file/set_attributes.h).
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Of a class, or of an object of it; unknown if the metaclass sets none of that name.
TypeId SetByMetaclass(Infer& infer, TypeId of, std::string_view name);
// Their names, sorted; names live as long as the answers.
std::vector<std::string_view> NamesSetByMetaclass(Infer& infer, TypeId of);

}  // namespace fastnode::types
