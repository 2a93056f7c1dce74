// The modules of Python's standard library.
#pragma once

#include <string_view>

namespace fastnode::auto_import {

// By the first name of a dotted path: "os" of "os.path". Those with a leading underscore are none.
bool IsStandard(std::string_view top_level);

}  // namespace fastnode::auto_import
