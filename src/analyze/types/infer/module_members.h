// What the name of a module stands for, and what import statements bind.
#pragma once

#include <string>
#include <string_view>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// `name` of the module at `path`: a name of its scope, of its star imports, or a module below it.
TypeId ModuleMember(Infer& infer, const std::string& path, std::string_view name);
// What an import statement binds to an identifier.
TypeId ImportValue(Infer& infer, const File& f, NodeId identifier);

}  // namespace fastnode::types
