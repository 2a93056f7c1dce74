// A source as a list of tokens, for telling where the same ones stood before: no tree, so that
// damage elsewhere in the text changes nothing.
//
// A token is a number. Names, operators and short strings are equal if they are spelt alike; so are
// all numbers, and all long strings. Comments, indentation and what is only layout leave no token:
// a line end counts once, and not where a line is broken after an opening bracket or a comma.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace fastnode::context {

using Token = uint32_t;

namespace tokens {
// Operators are their bytes, the first one lowest.
constexpr Token Operator(std::string_view text) {
  Token token = 0;
  for (size_t i = text.size(); i-- > 0;) token = token << 8 | static_cast<uint8_t>(text[i]);
  return token;
}
inline constexpr Token kNothing = 0;  // before the first token of a source
inline constexpr Token kNewline = Operator("\n");
inline constexpr Token kNumber = Operator("0");
inline constexpr Token kLongString = Operator("\"");
inline constexpr Token kDot = Operator("."), kComma = Operator(","), kEquals = Operator("=");
inline constexpr Token kEllipsis = Operator("...");
inline constexpr Token kOpen = Operator("("), kClose = Operator(")");

inline constexpr Token kNameBit = 1u << 31;    // of names
inline constexpr Token kCommonBit = 1u << 30;  // of names that a shape does not have
inline constexpr Token kStringBit = 1u << 29;  // of short strings

constexpr bool IsName(Token token) { return (token & kNameBit) != 0; }
// Names equal by their spelling, wherever they stand.
constexpr Token Spelling(Token token) { return token & ~kCommonBit; }
// Names replaced by one sign, but for those after dots, keywords, `self` and `cls`.
constexpr Token Shape(Token token) {
  return IsName(token) && (token & kCommonBit) != 0 ? kNameBit : Spelling(token);
}
// The spelling of a name, and of one whose Hash64 is known.
Token OfName(std::string_view name);
constexpr Token OfHash(uint64_t hash) {
  return (static_cast<Token>(hash) & (kCommonBit - 1)) | kNameBit;
}
}  // namespace tokens

struct Tokens {
  std::vector<Token> list;
  std::vector<uint32_t> begin;  // byte offset of each

  size_t size() const { return list.size(); }
  // The first token that begins at `offset` or after it.
  size_t From(size_t offset) const;
};

// The name that begins at `offset`.
std::string_view NameAt(std::string_view text, size_t offset);

// Any bytes.
Tokens Tokenize(std::string_view text);

}  // namespace fastnode::context
