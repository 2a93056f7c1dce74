// The text between the quotes of a string literal, prefix letters and escapes left as written; ""
// if there are none.
#pragma once

#include <string_view>

namespace fastnode::types {

inline std::string_view StringText(std::string_view literal) {
  size_t quote = literal.find_first_of("\"'");
  if (quote == literal.npos) return "";
  literal.remove_prefix(quote);
  bool triple = literal.size() >= 6 && literal[1] == literal[0] && literal[2] == literal[0];
  size_t quotes = triple ? 3 : 1;
  return literal.size() < 2 * quotes ? "" : literal.substr(quotes, literal.size() - 2 * quotes);
}

}  // namespace fastnode::types
