// Classes of the library that inference knows by name, and their objects. Unknown where the library
// is not there.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

TypeId LibraryClass(Infer& infer, std::string_view module, std::string_view name);
TypeId Builtin(Infer& infer, std::string_view name);  // the class
// An object, with these type arguments.
TypeId LibraryInstance(Infer& infer, std::string_view module, std::string_view name,
                       std::vector<TypeId> arguments = {});
TypeId Instance(Infer& infer, std::string_view builtin, std::vector<TypeId> arguments = {});
// An instance of this very class of builtins, or (IsBuiltin) the class itself.
bool IsInstanceOf(Infer& infer, TypeId type, std::string_view builtin);
bool IsBuiltin(Infer& infer, TypeId type, std::string_view builtin);

}  // namespace fastnode::types
