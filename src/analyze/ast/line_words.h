// Words and bytes by which lines of half-typed text are read without a grammar (repair.cc,
// lacking.cc).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace fastnode::ast {

inline constexpr size_t kNowhere = std::string_view::npos;

template <size_t n>
bool IsOneOf(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// No line within brackets begins with one of these.
inline constexpr std::array<std::string_view, 18> kStatements = {
    "assert", "break",  "class",    "continue", "def",   "del",    "elif", "except", "finally",
    "global", "import", "nonlocal", "pass",     "raise", "return", "try",  "while",  "with"};
// ... and with one of these only if it does not end in a colon.
inline constexpr std::array<std::string_view, 7> kClauses = {"async", "case", "else", "for",
                                                             "from",  "if",   "match"};
// Statements that have a colon outside of brackets, but for those that begin with a soft keyword.
inline constexpr std::array<std::string_view, 11> kWithColon = {
    "class", "def", "elif", "else", "except", "finally", "for", "if", "try", "while", "with"};
// A line may go on with these after a name without saying anything of its own.
inline constexpr std::array<std::string_view, 10> kOperators = {
    "and", "as", "await", "else", "for", "if", "in", "is", "lambda", "not"};

inline bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f'; }

inline char CloserOf(char open) { return open == '(' ? ')' : open == '[' ? ']' : '}'; }

}  // namespace fastnode::ast
