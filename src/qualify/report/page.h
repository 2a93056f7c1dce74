// A validation as one page: what the table says, with plots, in a single file that needs nothing
// else.
#pragma once

#include <string>

#include "qualify/report/validation.h"

namespace fastnode::qualify {

// HTML with plots as SVG. The same input, times apart, gives the same bytes.
std::string PrintPage(const Validation& validation);

}  // namespace fastnode::qualify
