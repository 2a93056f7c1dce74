#include "collect/context/tokens.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "collect/context/lexer.h"
#include "collect/context/tokens_again.h"
#include "support/hash.h"

namespace fastnode::context {

using namespace tokens;

using lexing::IsClosing;

namespace {

struct TokensSink {
  Tokens tokens;

  explicit TokensSink(size_t bytes) {
    tokens.list.reserve(bytes / 4);
    tokens.begin.reserve(bytes / 4);
  }
  Token Last() const { return tokens.list.empty() ? kNothing : tokens.list.back(); }
  void Put(Token token, size_t begin) {
    tokens.list.push_back(token);
    tokens.begin.push_back(static_cast<uint32_t>(begin));
  }
  void PutName(Token token, size_t begin, std::string_view, uint64_t) { Put(token, begin); }
  void Drop() {
    tokens.list.pop_back();
    tokens.begin.pop_back();
  }
};

}  // namespace

Token tokens::OfName(std::string_view name) { return OfHash(Hash64(name)); }

size_t Tokens::From(size_t offset) const {
  return static_cast<size_t>(std::lower_bound(begin.begin(), begin.end(), offset) - begin.begin());
}

std::string_view NameAt(std::string_view text, size_t offset) {
  size_t end = offset;
  while (end < text.size() && ast::IsNameByte(text[end])) ++end;
  return text.substr(offset, end - offset);
}

Tokens Tokenize(std::string_view text) {
  TokensSink sink(text.size());
  for (Lexer lexer(text, sink); !lexer.at_end();) lexer.Next();
  return std::move(sink.tokens);
}

// What comes depends on the place and the last token alone, as long as no bracket that closes
// drops tokens before it. So reading begins at a token before the first byte that differs, and
// ends at one behind the last, where the last token is the same and cannot be dropped.
Tokens TokenizeAgain(std::string_view text_before, const Tokens& before, std::string_view text) {
  const size_t shorter = std::min(text_before.size(), text.size());
  size_t same = 0, behind = 0;  // bytes that are the same at the beginning and at the end
  for (const size_t step : {size_t{256}, size_t{1}}) {  // bytes that are compared at once
    while (same + step <= shorter && std::memcmp(&text_before[same], &text[same], step) == 0) {
      same += step;
    }
  }
  for (const size_t step : {size_t{256}, size_t{1}}) {
    while (behind + step <= shorter - same &&
           std::memcmp(&text_before[text_before.size() - behind - step],
                       &text[text.size() - behind - step], step) == 0) {
      behind += step;
    }
  }
  constexpr size_t kLooksAhead = 4;  // bytes behind where a token begins
  size_t first = before.From(same > kLooksAhead ? same - kLooksAhead : 0);
  first -= std::min<size_t>(first, 1);
  while (first > 0 && IsClosing(before.list[first])) --first;
  TokensSink sink(text.size());
  Tokens& tokens = sink.tokens;
  if (first > 0) {
    const auto count = static_cast<int64_t>(first);
    tokens.list.assign(before.list.begin(), before.list.begin() + count);
    tokens.begin.assign(before.begin.begin(), before.begin.begin() + count);
  }
  const size_t moved = text.size() - text_before.size();  // may wrap round
  Lexer lexer(text, sink, first > 0 ? before.begin[first] : 0);
  for (size_t next = first; !lexer.at_end(); lexer.Next()) {
    const size_t at = lexer.at();
    if (at < text.size() - behind) continue;
    while (next < before.size() && before.begin[next] < at - moved) ++next;
    if (next == before.size() || next == 0 || before.begin[next] != at - moved) continue;
    const Token last = sink.Last();
    if (last != before.list[next - 1] || last == kNewline || last == kComma) continue;
    if (IsClosing(before.list[next])) continue;
    const auto rest = static_cast<ptrdiff_t>(next);
    tokens.list.insert(tokens.list.end(), before.list.begin() + rest, before.list.end());
    const size_t first_moved = tokens.begin.size();
    tokens.begin.insert(tokens.begin.end(), before.begin.begin() + rest, before.begin.end());
    for (size_t i = first_moved; i < tokens.begin.size(); ++i) {
      tokens.begin[i] += static_cast<uint32_t>(moved);
    }
    break;
  }
  return std::move(sink.tokens);
}

}  // namespace fastnode::context
