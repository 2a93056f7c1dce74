// The word at a place of a text, by its letters alone.
#pragma once

#include <cstddef>
#include <string_view>

#include "analyze/ast/name_byte.h"

namespace fastnode::ast {

// Where the word begins that ends at `at`; `at` if none does.
inline size_t BeginOfWord(std::string_view text, size_t at) {
  while (at > 0 && IsNameByte(text[at - 1])) --at;
  return at;
}

// Where the word ends that goes on at `at`; `at` if none does.
inline size_t EndOfWord(std::string_view text, size_t at) {
  while (at < text.size() && IsNameByte(text[at])) ++at;
  return at;
}

}  // namespace fastnode::ast
