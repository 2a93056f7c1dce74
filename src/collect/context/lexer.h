// Reads a text token by token: what tokens.h says of them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "analyze/ast/name_byte.h"
#include "collect/context/tokens.h"
#include "support/hash.h"

namespace fastnode::context {

namespace lexing {

using namespace tokens;

inline constexpr size_t kLongestEqual = 24;  // bytes of a string that is told from others

inline constexpr std::string_view kKeywords[] = {
    "False",  "None",    "True",  "and",      "as",     "assert", "async",  "await",
    "break",  "class",   "cls",   "continue", "def",    "del",    "elif",   "else",
    "except", "finally", "for",   "from",     "global", "if",     "import", "in",
    "is",     "lambda",  "match", "nonlocal", "not",    "or",     "pass",   "raise",
    "return", "self",    "try",   "while",    "with",   "yield",
};

// Keywords by their spelling; a table of few slots, as each name is looked up.
class Keywords {
 public:
  Keywords() {
    for (std::string_view word : kKeywords) {
      const Token token = OfName(word);
      size_t at = token & kMask;
      while (slots_[at] != 0) at = (at + 1) & kMask;
      slots_[at] = token;
    }
  }
  bool Has(Token token) const {
    size_t at = token & kMask;
    while (slots_[at] != 0 && slots_[at] != token) at = (at + 1) & kMask;
    return slots_[at] != 0;
  }

 private:
  static constexpr size_t kMask = 255;
  std::array<Token, kMask + 1> slots_{};
};
inline const Keywords kKnownKeywords;

// What begins with a byte. A sign is an operator of one byte, or what is none.
enum class Begins : uint8_t { kSign, kBlank, kLine, kComment, kString, kOperator, kNumber, kName };
inline const std::array<Begins, 256> kBegins = [] {
  std::array<Begins, 256> begins{};
  for (size_t i = 0; i < begins.size(); ++i) {
    const char c = static_cast<char>(i);
    if (ast::IsNameByte(c)) {
      begins[i] = c >= '0' && c <= '9' ? Begins::kNumber : Begins::kName;
    } else if (c > ' ' && c < 0x7F) {
      begins[i] = Begins::kOperator;
    }
  }
  for (const char c : {'(', ')', '[', ']', '{', '}', ',', ';'}) {
    begins[static_cast<size_t>(c)] = Begins::kSign;
  }
  for (const char c : {' ', '\t', '\r', '\f', '\\'})
    begins[static_cast<size_t>(c)] = Begins::kBlank;
  begins['\n'] = Begins::kLine;
  begins['#'] = Begins::kComment;
  begins['"'] = begins['\''] = Begins::kString;
  return begins;
}();
inline Begins BeginsWith(char c) { return kBegins[static_cast<uint8_t>(c)]; }
inline bool IsOfName(char c) {
  static_assert(Begins::kNumber < Begins::kName, "the last two");
  return BeginsWith(c) >= Begins::kNumber;
}

// Bytes at which a string may end, or after which it goes on though it seems to end.
inline constexpr std::array<bool, 256> kEndsString = [] {
  std::array<bool, 256> bytes{};
  for (const char c : {'"', '\'', '\\', '\n'}) bytes[static_cast<size_t>(c)] = true;
  return bytes;
}();

inline bool IsOpening(Token token) {
  return token == kOpen || token == Operator("[") || token == Operator("{");
}
inline bool IsClosing(Token token) {
  return token == kClose || token == Operator("]") || token == Operator("}");
}

// Of two bytes and of three that are one operator: `...`, `**=`, `//=`, `<<=`, `>>=`; `->`, `:=`,
// and what is doubled or followed by `=`.
inline size_t OperatorLength(std::string_view rest) {
  const char first = rest[0], second = rest.size() > 1 ? rest[1] : '\0',
             third = rest.size() > 2 ? rest[2] : '\0';
  switch (first) {
    case '.':
      return second == '.' && third == '.' ? 3 : 1;
    case '*':
    case '/':
    case '<':
    case '>':
      if (second == first) return third == '=' ? 3 : 2;
      return second == '=' ? 2 : 1;
    case '-':
      return second == '>' || second == '=' ? 2 : 1;
    case '=':
    case '!':
    case ':':
    case '+':
    case '%':
    case '&':
    case '|':
    case '^':
    case '@':
      return second == '=' ? 2 : 1;
    default:
      return 1;
  }
}

}  // namespace lexing

// Puts tokens into a sink: Put(token, offset) each, Drop() the one that was put last, Last() is
// that; and PutName(token, offset, name, its Hash64) names.
template <typename Sink>
class Lexer {
 public:
  Lexer(std::string_view text, Sink& sink, size_t at = 0) : text_(text), sink_(sink), at_(at) {}

  size_t at() const { return at_; }
  bool at_end() const { return at_ >= text_.size(); }

  // The next token, or what is none.
  void Next() {
    using namespace lexing;
    switch (BeginsWith(text_[at_])) {
      case Begins::kBlank:
        return Blanks();
      case Begins::kLine:
        return Line();
      case Begins::kComment:
        at_ = std::min(text_.find('\n', at_), text_.size());
        return;
      case Begins::kNumber:
        return Number();
      case Begins::kString:
        return String(at_);
      case Begins::kName:
        return Name();
      case Begins::kOperator:
        if (text_[at_] == '.' && BeginsWith(Peek(1)) == Begins::kNumber) return Number();
        return Sign(OperatorLength(Part(at_, text_.size())));
      case Begins::kSign:
        return Sign(1);
    }
  }

 private:
  char ByteAt(size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  char Peek(size_t ahead) const { return ByteAt(at_ + ahead); }
  std::string_view Part(size_t begin, size_t end) const {
    return {text_.data() + begin, end - begin};
  }

  void Blanks() {
    size_t at = at_;
    do {
      if (text_[at++] != '\\') continue;
      if (ByteAt(at) == '\r') ++at;
      if (ByteAt(at) == '\n') ++at;  // the line goes on
    } while (at < text_.size() && lexing::BeginsWith(text_[at]) == lexing::Begins::kBlank);
    at_ = at;
  }

  void Line() {
    const Token last = sink_.Last();
    if (last != tokens::kNewline && last != tokens::kNothing && last != tokens::kComma &&
        !lexing::IsOpening(last)) {
      sink_.Put(tokens::kNewline, at_);
    }
    ++at_;
  }

  void Sign(size_t length) {
    const Token token = tokens::Operator(Part(at_, at_ + length));
    if (lexing::IsClosing(token)) {
      while (sink_.Last() == tokens::kNewline || sink_.Last() == tokens::kComma) sink_.Drop();
    }
    sink_.Put(token, at_);
    at_ += length;
  }

  void Number() {
    sink_.Put(tokens::kNumber, at_);
    while (!at_end()) {
      const char c = text_[at_];
      const bool exponent =
          (c == '+' || c == '-') && (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E');
      if (!lexing::IsOfName(c) && c != '.' && !exponent) break;
      ++at_;
    }
  }

  void Name() {
    const size_t begin = at_;
    size_t end = begin;
    while (end < text_.size() && lexing::IsOfName(text_[end])) ++end;
    at_ = end;
    const std::string_view name = Part(begin, end);
    if (name.size() <= 2 && lexing::BeginsWith(Peek(0)) == lexing::Begins::kString &&
        name.find_first_not_of("rRbBuUfFtT") == std::string_view::npos) {
      return String(begin);
    }
    const uint64_t hash = Hash64(name);
    Token token = tokens::OfHash(hash);
    if (sink_.Last() != tokens::kDot && !lexing::kKnownKeywords.Has(token)) {
      token |= tokens::kCommonBit;
    }
    sink_.PutName(token, begin, name, hash);
  }

  // From the quote at `at_`; `begin` is that of its prefix.
  void String(size_t begin) {
    const char quote = text_[at_];
    const bool triple = Peek(1) == quote && Peek(2) == quote;
    size_t at = at_ + (triple ? 3 : 1);
    while (at < text_.size()) {
      const char c = text_[at];
      if (!lexing::kEndsString[static_cast<uint8_t>(c)]) {
        ++at;
      } else if (c == '\\') {
        at += ByteAt(at + 1) == '\r' && ByteAt(at + 2) == '\n' ? 3 : 2;
      } else if (triple ? c == quote && ByteAt(at + 1) == quote && ByteAt(at + 2) == quote
                        : c == quote) {
        at += triple ? 3 : 1;
        break;
      } else if (c == '\n' && !triple) {
        break;  // it is not closed
      } else {
        ++at;
      }
    }
    at_ = std::min(at, text_.size());
    const std::string_view string = Part(begin, at_);
    sink_.Put(
        string.size() > lexing::kLongestEqual
            ? tokens::kLongString
            : (static_cast<Token>(Hash64(string)) & (tokens::kStringBit - 1)) | tokens::kStringBit,
        begin);
  }

  const std::string_view text_;
  Sink& sink_;
  size_t at_;
};

}  // namespace fastnode::context
