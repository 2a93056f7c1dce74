// Modules that everybody imports under another name: `import numpy as np`.
#pragma once

#include <string_view>

namespace fastnode::predict {

// The dotted path of the module that a name usually stands for; "" if it stands for none.
std::string_view ModuleCalled(std::string_view name);

}  // namespace fastnode::predict
