// Texts without the blanks at their ends.
#pragma once

#include <algorithm>
#include <string_view>

namespace fastnode {

// Within a line of any ending.
inline constexpr std::string_view kBlanksOfLine = " \t\r\f";

inline std::string_view TrimmedLeft(std::string_view text,
                                    std::string_view blanks = kBlanksOfLine) {
  return text.substr(std::min(text.find_first_not_of(blanks), text.size()));
}

inline std::string_view TrimmedRight(std::string_view text,
                                     std::string_view blanks = kBlanksOfLine) {
  return text.substr(0, text.find_last_not_of(blanks) + 1);  // npos + 1 is 0
}

inline std::string_view Trimmed(std::string_view text, std::string_view blanks = kBlanksOfLine) {
  return TrimmedLeft(TrimmedRight(text, blanks), blanks);
}

}  // namespace fastnode
