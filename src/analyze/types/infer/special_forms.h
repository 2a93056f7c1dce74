// What the typing module defines that is no class: Optional, Union, Callable, Literal...
#pragma once

#include <string_view>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What a name of the file is, if that is the stub of typing: a special form, or the class that the
// name stands for (`List`). Unknown of other names and files.
TypeId SpecialForm(Infer& infer, const File& f, std::string_view name);

}  // namespace fastnode::types
