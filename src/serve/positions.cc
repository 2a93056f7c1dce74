// The text is walked from its start, by lines and then by characters: an edit every few
// milliseconds costs less than an index of lines that each edit would have to mend. A position that
// splits a character or a "\r\n" is moved to its beginning. positions_test.cc holds both
// directions.
#include "serve/positions.h"

#include <algorithm>

namespace fastnode::serve {
namespace {

bool Continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The end of the character that begins at `at`.
size_t NextCharacter(std::string_view text, size_t at) {
  do ++at;
  while (at < text.size() && Continues(text[at]));
  return at;
}

// The units of a character of so many bytes. Characters above U+FFFF have four bytes.
uint64_t Units(size_t bytes, Encoding encoding) {
  if (encoding == Encoding::kUtf8) return bytes;
  return encoding == Encoding::kUtf16 && bytes == 4 ? 2 : 1;
}

bool EndsLine(char byte) { return byte == '\n' || byte == '\r'; }

// Where lines end, asked from the text's start to its end. Each kind of end is looked for by
// itself: looking for either calls a function for each byte, and a tenth of the server's time went
// there.
class LineEnds {
 public:
  explicit LineEnds(std::string_view text) : text_(text) {}

  // The first end at or behind a place that is not before the last one; npos: there is none.
  size_t From(size_t at) { return std::min(Next('\n', line_feed_, at), Next('\r', return_, at)); }

 private:
  struct Found {
    bool is_known = false;
    size_t at = 0;
  };
  size_t Next(char end, Found& found, size_t at) const {
    if (!found.is_known || found.at < at) found = {true, text_.find(end, at)};
    return found.at;
  }

  const std::string_view text_;
  Found line_feed_, return_;
};

// The beginning of the line after the one that ends at `end`.
size_t AfterLineEnd(std::string_view text, size_t end) {
  if (text.substr(end).starts_with("\r\n")) return end + 2;
  return end + 1;
}

}  // namespace

std::string_view Name(Encoding encoding) {
  constexpr std::string_view kNames[] = {"utf-8", "utf-16", "utf-32"};
  return kNames[static_cast<size_t>(encoding)];
}

size_t ToOffset(std::string_view text, Position position, Encoding encoding) {
  LineEnds ends(text);
  size_t at = 0;
  for (uint64_t line = 0; line < position.line; ++line) {
    const size_t end = ends.From(at);
    if (end == std::string_view::npos) return text.size();
    at = AfterLineEnd(text, end);
  }
  for (uint64_t left = position.character; at < text.size() && !EndsLine(text[at]);) {
    const size_t next = NextCharacter(text, at);
    const uint64_t units = Units(next - at, encoding);
    if (units > left) break;
    left -= units;
    at = next;
  }
  return at;
}

Position ToPosition(std::string_view text, size_t offset, Encoding encoding) {
  Position position;
  LineEnds ends(text);
  size_t at = 0;
  while (true) {
    const size_t end = ends.From(at);
    if (end == std::string_view::npos || end >= offset) break;
    const size_t next = AfterLineEnd(text, end);
    if (next > offset) break;  // between "\r" and "\n"
    at = next;
    ++position.line;
  }
  while (at < std::min(offset, text.size()) && !EndsLine(text[at])) {
    const size_t next = NextCharacter(text, at);
    position.character += Units(next - at, encoding);
    at = next;
  }
  return position;
}

}  // namespace fastnode::serve
