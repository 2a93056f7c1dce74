// A Python text without what its functions do: what is left tells what the text exports and imports
// (exports.h), and is parsed in a fraction of the time. Imports in functions stay.
#pragma once

#include <string>
#include <string_view>

namespace fastnode::auto_import {

// The text itself where it is not clear what belongs to a function.
std::string Outline(std::string_view text);

}  // namespace fastnode::auto_import
