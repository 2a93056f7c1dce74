// Modules that everybody imports under another name: `import numpy as np`.
#pragma once

#include <string_view>

namespace fastnode::predict {

// The dotted path of the module that a name usually stands for; "" if it stands for none.
std::string_view ModuleCalled(std::string_view name);
// The other way round: what a module is usually called; "" if by its name.
std::string_view AliasOf(std::string_view module);

}  // namespace fastnode::predict
