// Classes that calls make (file/made_fields.h says which fields): their bases, and their fields.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

std::vector<TypeId> BasesOfCall(Infer& infer, const File& f, NodeId call);
// Nothing if the class has no such field.
std::optional<TypeId> FieldOfCall(Infer& infer, const File& f, NodeId call, std::string_view name);

}  // namespace fastnode::types
