#include "collect/context/tokens.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>

#include "analyze/ast/name_byte.h"
#include "collect/context/tokens_again.h"
#include "support/hash.h"

namespace fastnode::context {

using namespace tokens;

namespace {

constexpr size_t kLongestEqual = 24;  // bytes of a string that is told from others

constexpr std::string_view kKeywords[] = {
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
const Keywords kKnownKeywords;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsOpening(Token token) {
  return token == kOpen || token == Operator("[") || token == Operator("{");
}
bool IsClosing(Token token) {
  return token == kClose || token == Operator("]") || token == Operator("}");
}

// Of two bytes and of three that are one operator: `...`, `**=`, `//=`, `<<=`, `>>=`; `->`, `:=`,
// and what is doubled or followed by `=`.
size_t OperatorLength(std::string_view rest) {
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

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {
    tokens_.list.reserve(text.size() / 4);
    tokens_.begin.reserve(text.size() / 4);
  }

  Tokens Run() {
    while (at_ < text_.size()) Next();
    return std::move(tokens_);
  }

  // What comes depends on the place and the last token alone, as long as no bracket that closes
  // drops tokens before it. So reading begins at a token before the first byte that differs, and
  // ends at one behind the last, where the last token is the same and cannot be dropped.
  Tokens RunFrom(std::string_view text_before, const Tokens& before) {
    const size_t shorter = std::min(text_before.size(), text_.size());
    size_t same = 0, behind = 0;  // bytes that are the same at the beginning and at the end
    for (const size_t step : {size_t{256}, size_t{1}}) {  // bytes that are compared at once
      while (same + step <= shorter && std::memcmp(&text_before[same], &text_[same], step) == 0) {
        same += step;
      }
    }
    for (const size_t step : {size_t{256}, size_t{1}}) {
      while (behind + step <= shorter - same &&
             std::memcmp(&text_before[text_before.size() - behind - step],
                         &text_[text_.size() - behind - step], step) == 0) {
        behind += step;
      }
    }
    constexpr size_t kLooksAhead = 4;  // bytes behind where a token begins
    size_t first = before.From(same > kLooksAhead ? same - kLooksAhead : 0);
    first -= std::min<size_t>(first, 1);
    while (first > 0 && IsClosing(before.list[first])) --first;
    if (first > 0) {
      const auto count = static_cast<int64_t>(first);
      tokens_.list.assign(before.list.begin(), before.list.begin() + count);
      tokens_.begin.assign(before.begin.begin(), before.begin.begin() + count);
      at_ = before.begin[first];
    }
    const size_t moved = text_.size() - text_before.size();  // may wrap round
    for (size_t next = first; at_ < text_.size(); Next()) {
      if (at_ < text_.size() - behind) continue;
      while (next < before.size() && before.begin[next] < at_ - moved) ++next;
      if (next == before.size() || next == 0 || before.begin[next] != at_ - moved) continue;
      const Token last = Last();
      if (last != before.list[next - 1] || last == kNewline || last == kComma) continue;
      if (IsClosing(before.list[next])) continue;
      const auto rest = static_cast<ptrdiff_t>(next);
      tokens_.list.insert(tokens_.list.end(), before.list.begin() + rest, before.list.end());
      const size_t first_moved = tokens_.begin.size();
      tokens_.begin.insert(tokens_.begin.end(), before.begin.begin() + rest, before.begin.end());
      for (size_t i = first_moved; i < tokens_.begin.size(); ++i) {
        tokens_.begin[i] += static_cast<uint32_t>(moved);
      }
      break;
    }
    return std::move(tokens_);
  }

 private:
  char Peek(size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  Token Last() const { return tokens_.list.empty() ? kNothing : tokens_.list.back(); }

  void Put(Token token, size_t begin) {
    tokens_.list.push_back(token);
    tokens_.begin.push_back(static_cast<uint32_t>(begin));
  }
  void Drop() {
    tokens_.list.pop_back();
    tokens_.begin.pop_back();
  }

  void Next() {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\\') {
      ++at_;
      if (c != '\\') return;
      if (Peek(0) == '\r') ++at_;
      if (Peek(0) == '\n') ++at_;  // the line goes on
    } else if (c == '\n') {
      const Token last = Last();
      if (last != kNewline && last != kNothing && last != kComma && !IsOpening(last)) {
        Put(kNewline, at_);
      }
      ++at_;
    } else if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)))) {
      Number();
    } else if (c == '"' || c == '\'') {
      String(at_);
    } else if (ast::IsNameByte(c)) {
      Name();
    } else {
      const size_t length =
          std::ispunct(static_cast<unsigned char>(c)) != 0 ? OperatorLength(text_.substr(at_)) : 1;
      const Token token = Operator(text_.substr(at_, length));
      if (IsClosing(token)) {
        while (Last() == kNewline || Last() == kComma) Drop();
      }
      Put(token, at_);
      at_ += length;
    }
  }

  void Number() {
    Put(kNumber, at_);
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool exponent =
          (c == '+' || c == '-') && (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E');
      if (!ast::IsNameByte(c) && c != '.' && !exponent) break;
      ++at_;
    }
  }

  void Name() {
    const size_t begin = at_;
    while (at_ < text_.size() && ast::IsNameByte(text_[at_])) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    if ((Peek(0) == '"' || Peek(0) == '\'') && name.size() <= 2 &&
        name.find_first_not_of("rRbBuUfFtT") == std::string_view::npos) {
      return String(begin);
    }
    Token token = OfName(name);
    if (Last() != kDot && !kKnownKeywords.Has(token)) token |= kCommonBit;
    Put(token, begin);
  }

  // From the quote at `at_`; `begin` is that of its prefix.
  void String(size_t begin) {
    const char quote = text_[at_];
    const bool triple = Peek(1) == quote && Peek(2) == quote;
    at_ += triple ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\') {
        at_ += text_.substr(at_ + 1, 2) == "\r\n" ? 3 : 2;
      } else if (triple ? c == quote && Peek(1) == quote && Peek(2) == quote : c == quote) {
        at_ += triple ? 3 : 1;
        break;
      } else if (c == '\n' && !triple) {
        break;  // it is not closed
      } else {
        ++at_;
      }
    }
    at_ = std::min(at_, text_.size());
    const std::string_view string = text_.substr(begin, at_ - begin);
    Put(string.size() > kLongestEqual
            ? kLongString
            : (static_cast<Token>(Hash64(string)) & (kStringBit - 1)) | kStringBit,
        begin);
  }

  const std::string_view text_;
  size_t at_ = 0;
  Tokens tokens_;
};

}  // namespace

Token tokens::OfName(std::string_view name) {
  return (static_cast<Token>(Hash64(name)) & (kCommonBit - 1)) | kNameBit;
}

size_t Tokens::From(size_t offset) const {
  return static_cast<size_t>(std::lower_bound(begin.begin(), begin.end(), offset) - begin.begin());
}

std::string_view NameAt(std::string_view text, size_t offset) {
  size_t end = offset;
  while (end < text.size() && ast::IsNameByte(text[end])) ++end;
  return text.substr(offset, end - offset);
}

Tokens Tokenize(std::string_view text) { return Lexer(text).Run(); }

Tokens TokenizeAgain(std::string_view text_before, const Tokens& before, std::string_view text) {
  return Lexer(text).RunFrom(text_before, before);
}

}  // namespace fastnode::context
