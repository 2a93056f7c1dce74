// Lines that a merge leaves in a file: `<<<<<<< ours`, `=======`, `>>>>>>> theirs`. They are no
// Python, and end the class or function that they stand in.
#pragma once

#include <string>

namespace fastnode::ast {

// The text with such lines made comments, where all three of a conflict are there, in this order,
// each at the begin of its line. As long as before, every other byte where it was.
std::string WithoutConflictMarkers(std::string text);

}  // namespace fastnode::ast
