// The running program's build id: what the linker computed of its code and data. Two programs with
// the same id do the same.
#pragma once

#include <string>

namespace fastnode {

// Hexadecimal digits; of a program that was linked without an id its path and time of change.
const std::string& BuildId();

}  // namespace fastnode
