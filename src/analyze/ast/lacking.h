// What the line at a cursor lacks to be whole. Who parses a text does not know where somebody is
// typing, and has to guess which line is not finished (repair.h); who is asked at a cursor knows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fastnode::ast {

// Brackets that nothing closes, the end of an f-string, the other half of `a if b` and of a key in
// a dictionary, the colon of `if a.`; and a comma, where what stands below goes on within the
// brackets.
struct Lacking {
  std::string text;  // "" if nothing
  size_t at = 0;     // where it belongs, in bytes behind the cursor
};

// `left` is what stands before the word at the cursor, `right` what stands behind it. Linear.
Lacking FindLacking(std::string_view left, std::string_view right);

// Where lines of a text begin before which nothing is open. At a cursor in a later line, all that
// stands before one of them may be missing from `left`, and the same is lacking.
std::vector<uint32_t> FindQuietLines(std::string_view text);

}  // namespace fastnode::ast
