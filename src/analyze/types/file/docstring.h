// Types that a docstring declares, in the ways of Sphinx, Google and numpy.
#pragma once

#include <string>
#include <string_view>

#include "analyze/types/file/file.h"

namespace fastnode::types {

// What stands between the quotes of a function's docstring; "" if it has none.
std::string_view DocstringOf(const File& f, NodeId function);

// The type of a parameter, written as an annotation would be ("list[int]|None"); "" if nothing is
// said of it, or in words.
std::string DocumentedType(std::string_view docstring, std::string_view parameter);
// ... of what the function gives.
std::string DocumentedResult(std::string_view docstring);

}  // namespace fastnode::types
