// Positions of the language server protocol, lines and characters, and byte offsets of UTF-8 text.
// A line ends at "\n", "\r\n" or "\r". https://microsoft.github.io/language-server-protocol (3.17,
// Position)
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fastnode::serve {

// What a character is counted in: bytes, units of UTF-16 (two for what lies above U+FFFF), or
// characters.
enum class Encoding : uint8_t { kUtf8, kUtf16, kUtf32 };
std::string_view Name(Encoding encoding);  // as the protocol calls it

struct Position {
  uint64_t line = 0, character = 0;
  bool operator==(const Position&) const = default;
};

// As in the protocol, a position beyond the end of its line is that end, and a line beyond the last
// is the end of the text. The offset is never inside a character.
size_t ToOffset(std::string_view text, Position position, Encoding encoding);

// `offset` is at most the text's size.
Position ToPosition(std::string_view text, size_t offset, Encoding encoding);

}  // namespace fastnode::serve
