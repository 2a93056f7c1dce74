// Blanks within a line, and the dotted name that a text ends in.
#pragma once

#include <cstddef>
#include <string_view>

#include "analyze/ast/name_byte.h"

namespace fastnode::predict {

inline constexpr size_t kNowhere = std::string_view::npos;

inline bool IsBlank(char c) { return c == ' ' || c == '\t'; }

inline std::string_view DottedAtEnd(std::string_view text) {
  size_t begin = text.size();
  while (begin > 0 && (ast::IsNameByte(text[begin - 1]) || text[begin - 1] == '.')) --begin;
  return text.substr(begin);
}

}  // namespace fastnode::predict
