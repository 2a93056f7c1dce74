// What a cursor stands in, by the letters alone: code, or a text or comment in which nothing is
// completed. Half a file parses as anything; the quotes before a cursor say what it is in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fastnode::predict {

enum class TextPlace : uint8_t {
  kCode,        // also in the braces of an f-string
  kString,      // of one line
  kLongString,  // of three quotes
  kComment,
  kBehindString,  // right behind the quotes that end one
};

// `string_begin`: if given, and the cursor stands in a string, where its quotes begin.
TextPlace PlaceIn(std::string_view text, size_t cursor, size_t* string_begin = nullptr);

// The same text, as long, with blanks where its comments are.
std::string WithBlankComments(std::string_view text);

}  // namespace fastnode::predict
