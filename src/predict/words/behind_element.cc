// Of 4,700 such words in 1,200 files that are trained on.
#include "predict/words/behind_element.h"

#include <algorithm>
#include <initializer_list>
#include <span>

#include "predict/words/spelled.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

using context::Token;
namespace tokens = context::tokens;

// What is open at the cursor.
struct OpenBrackets {
  Token sign = tokens::kNothing;  // kNothing: the statement itself
  size_t begin = 0;               // of what they hold
  bool is_behind_value = false;   // a call or an index
  bool is_first = true;           // no comma yet
  bool has_for = false;
  bool has_equals = false;    // a keyword's value
  bool is_guard = false;      // of a pattern
  bool is_condition = false;  // since the last `if` no `else` has come
};

OpenBrackets ReadOpen(std::span<const Token> before) {
  OpenBrackets open;
  size_t begin = before.size();
  for (int depth = 0; begin > 0 && before[begin - 1] != tokens::kNewline; --begin) {
    depth -= DepthOf(before[begin - 1]);
    if (depth >= 0) continue;
    open.sign = before[begin - 1];
    const Token last = begin > 1 ? before[begin - 2] : tokens::kNothing;
    const bool is_closed = last == tokens::kClose || last == tokens::Operator("]");
    open.is_behind_value = is_closed || (tokens::IsName(last) && !IsWordToken(last));
    break;
  }
  open.begin = begin;
  open.is_guard =
      open.sign == tokens::kNothing && begin < before.size() && IsSpelled(before[begin], "case");
  int depth = 0;
  for (size_t i = begin; i < before.size(); ++i) {
    depth += DepthOf(before[i]);
    if (depth > 0) continue;
    const bool is_statement = open.sign == tokens::kNothing && i == begin;
    if (before[i] == tokens::kComma) open.is_first = false;
    if (before[i] == tokens::kComma || IsSpelled(before[i], "else")) open.is_condition = false;
    if (IsSpelled(before[i], "if") && !is_statement) open.is_condition = true;
    open.has_for |= IsSpelled(before[i], "for");
    open.has_equals |= before[i] == tokens::kEquals;
  }
  return open;
}

// What the brackets hold behind the cursor, and what follows them.
struct RestOfBrackets {
  bool is_key = false;     // of a dictionary
  bool has_comma = false;  // that is none between the names of a loop
  bool has_for = false;
  Token past = tokens::kNothing;
};

// Whether they are closed there.
bool ReadUpToEnd(std::span<const Token> behind, RestOfBrackets& rest) {
  const bool may_be_loop = !behind.empty() && BeginsOperand(behind.front());
  int depth = 0;
  for (size_t i = 0; i < behind.size(); ++i) {
    depth += DepthOf(behind[i]);
    if (depth < 0) {
      if (i + 1 < behind.size()) rest.past = behind[i + 1];
      return true;
    }
    if (depth > 0) continue;
    rest.has_for |= IsSpelled(behind[i], "for");
    rest.is_key |= behind[i] == tokens::Operator(":") && !rest.has_comma && !rest.has_for;
    rest.has_comma |= behind[i] == tokens::kComma && !rest.has_for;
    if (may_be_loop && IsSpelled(behind[i], "in")) rest.has_comma = false;
  }
  return false;
}

// Whether all brackets that are open before the cursor are closed behind it.
bool AreAllClosed(std::span<const Token> before, std::span<const Token> behind) {
  constexpr size_t kMostTokens = 4096;
  int depth = 0, num_open = 0;
  before = before.last(std::min(before.size(), kMostTokens));
  for (size_t i = before.size(); i-- > 0;) {
    depth -= DepthOf(before[i]);
    if (depth >= 0) continue;
    ++num_open;
    depth = 0;
  }
  depth = 0;
  for (const Token token : behind) {
    depth -= DepthOf(token);
    if (depth >= num_open) return true;
  }
  return false;
}

// What is in the lines below counts only where no bracket is missing: else it is of those outside,
// or another statement. Nor does it where another value stands below, as what joins them is
// missing.
RestOfBrackets ReadRestOfBrackets(std::span<const Token> before, std::string_view behind) {
  constexpr size_t kMostBytes = 4096;
  RestOfBrackets rest;
  const context::Tokens line = context::Tokenize(behind.substr(0, behind.find('\n')));
  if (!ReadUpToEnd(line.list, rest)) {
    const context::Tokens below = context::Tokenize(behind.substr(0, kMostBytes));
    const bool is_joined =
        !line.list.empty() || (!below.list.empty() && !BeginsOperand(below.list.front()));
    if (is_joined && AreAllClosed(before, below.list)) {
      rest = {};
      ReadUpToEnd(below.list, rest);
    }
  }
  rest.has_comma |= TrimmedLeft(behind).starts_with(',');  // one before the end is no token
  return rest;
}

// Whether the brackets that are open hold the bases of a class.
bool HoldsBases(std::span<const Token> before, const OpenBrackets& open) {
  const size_t end = open.begin - 1;
  size_t at = end;
  while (at > 0 && before[at - 1] != tokens::kNewline) --at;
  if (!IsSpelled(before[at], "class")) return false;
  int depth = 0;
  for (; at < end; ++at) {
    depth += DepthOf(before[at]);
    if (depth == 0 && before[at] == tokens::Operator(":")) return false;
  }
  return depth == 0;
}

// `match (x`, which is no call where a statement begins.
bool HoldsSubject(std::span<const Token> before, const OpenBrackets& open) {
  const size_t begin = open.begin;
  return begin > 1 && IsSpelled(before[begin - 2], "match") &&
         (begin == 2 || before[begin - 3] == tokens::kNewline);
}

// `with (a`, if nothing but the colon follows them.
bool HoldsManagers(std::span<const Token> before, const OpenBrackets& open, Token past) {
  const bool is_whole =
      past == tokens::kNothing || past == tokens::kNewline || past == tokens::Operator(":");
  return is_whole && open.begin > 1 && IsSpelled(before[open.begin - 2], "with");
}

// Whether an element, or the key of one, is written out: `-1`, `"a" "b"`, `None`. What is formatted
// changes from one to the next.
bool IsWrittenOut(std::string_view text, const context::Tokens& before, const OpenBrackets& open) {
  for (size_t i = open.begin; i < before.size(); ++i) {
    const Token token = before.list[i];
    if (token == tokens::Operator(":")) return i > open.begin;
    if (token == tokens::kNumber || token == tokens::Operator("-")) continue;
    if (tokens::IsName(token)) {
      if (IsSpelled(token, "None") || IsSpelled(token, "True") || IsSpelled(token, "False")) {
        continue;
      }
      return false;
    }
    if (token != tokens::kLongString && (token & tokens::kStringBit) == 0) return false;
    const std::string_view string = text.substr(before.begin[i]);
    const std::string_view prefix = string.substr(0, string.find_first_of("'\""));
    if (prefix.find_first_of("fFtT") != prefix.npos) return false;
  }
  return true;
}

void PutWordsFirst(std::initializer_list<std::string_view> first,
                   std::vector<std::string_view>& words) {
  auto place = words.begin();
  for (std::string_view word : first) {
    const auto found = std::find(place, words.end(), word);
    if (found == words.end()) continue;
    std::rotate(place, found, found + 1);
    ++place;
  }
}

}  // namespace

void OrderBehindElement(std::string_view text, const context::Tokens& before,
                        std::string_view behind, std::vector<std::string_view>& words) {
  const std::span<const Token> list = before.list;
  const OpenBrackets open = ReadOpen(list);
  if (open.has_for || open.is_guard) return;
  if (open.is_condition) return PutWordsFirst({"else"}, words);
  if (open.sign == tokens::kNothing) return;
  const RestOfBrackets rest = ReadRestOfBrackets(list, behind);
  const bool is_round = open.sign == tokens::kOpen;
  if (is_round && HoldsManagers(list, open, rest.past)) return;
  const bool is_key = rest.is_key && open.sign == tokens::Operator("{");
  const bool is_one_of_many = !open.is_first || rest.has_comma || open.has_equals || is_key ||
                              (is_round && HoldsBases(list, open));
  if (is_one_of_many) std::erase(words, "for");
  if (open.is_first && IsWrittenOut(text, before, open)) return;
  const Token first = list[open.begin];
  const bool is_unpacked = first == tokens::Operator("*") || first == tokens::Operator("**");
  if (is_one_of_many || is_unpacked || rest.has_for) {
    return PutWordsFirst({"if", "or", "and"}, words);
  }
  if (!is_round && !open.is_behind_value) {
    return PutWordsFirst({"for", "if", "or", "and"}, words);
  }
  if (!is_round) return;
  if (open.is_behind_value && !HoldsSubject(list, open)) {
    return PutWordsFirst({"for", "is", "or", "and", "in", "if"}, words);
  }
  PutWordsFirst({"and", "or", "is", "if", "in", "for"}, words);
}

}  // namespace fastnode::predict
