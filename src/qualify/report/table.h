// A validation as people read it on a terminal.
#pragma once

#include <string>

#include "qualify/report/validation.h"

namespace fastnode::qualify {

// All methods with intervals, then groups of sites, conditions, errors and the verdict. Shares are
// in percent.
std::string PrintTable(const Validation& validation);

}  // namespace fastnode::qualify
