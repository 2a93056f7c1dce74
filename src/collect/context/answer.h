// AnswerAt of followers.h for those who ask it of thousands of places.
#pragma once

#include <span>

#include "collect/context/followers.h"

namespace fastnode::context {

namespace answers {

using namespace tokens;

// The texts of the candidates of these tasks (analyze/bind/arguments.h).
inline const Token kStop = OfName("stop"), kPositional = OfName("positional"),
                   kKeyword = OfName("keyword");
inline const Token kName = OfName("name"), kSomething = OfName("placeholder"),
                   kLiteral = OfName("literal");
inline const Token kSelf = OfName("self"), kCls = OfName("cls");

inline Token At(std::span<const Token> list, size_t at) {
  return at < list.size() ? list[at] : kNothing;
}

inline bool EndsArgument(Token token) { return token == kComma || token == kClose; }
inline bool IsSplat(Token token) { return token == Operator("*") || token == Operator("**"); }
inline bool BeginsArgument(Token token) { return token == kOpen || token == kComma; }

// Of a name that no dot stands before: whether it is one that can be the answer, and no keyword.
inline bool CanBeAnswer(Token token) {
  return IsName(token) && ((token & kCommonBit) != 0 || token == kSelf || token == kCls);
}

// Which kind of argument begins at a token.
inline Token KindAt(std::span<const Token> list, size_t at) {
  if (At(list, at) == kClose) return kStop;
  return IsName(list[at]) && At(list, at + 1) == kEquals ? kKeyword : kPositional;
}

}  // namespace answers

inline Token AnswerOf(std::span<const Token> list, size_t at, Asked asked) {
  using namespace answers;
  const Token token = list[at], before = at > 0 ? list[at - 1] : kNothing;
  switch (asked) {
    case Asked::kAttribute:
      return IsName(token) && before == kDot ? Spelling(token) : kNothing;
    case Asked::kBase:
      return CanBeAnswer(token) && before != kDot && At(list, at + 1) == kDot ? Spelling(token)
                                                                              : kNothing;
    case Asked::kArgument:
      return CanBeAnswer(token) && (BeginsArgument(before) || before == kEquals) &&
                     EndsArgument(At(list, at + 1))
                 ? Spelling(token)
                 : kNothing;
    case Asked::kKeyword:
      return IsName(token) && BeginsArgument(before) && At(list, at + 1) == kEquals
                 ? Spelling(token)
                 : kNothing;
    case Asked::kKind:
      if (before == kOpen) return KindAt(list, at);
      if (token == kComma) {
        return At(list, at + 1) == kNothing ? kNothing : KindAt(list, at + 1);
      }
      return token == kClose && before != kComma ? kStop : kNothing;
    case Asked::kForm:
      if (!BeginsArgument(before) && before != kEquals) return kNothing;
      if (token == kClose || (IsName(token) && At(list, at + 1) == kEquals)) return kNothing;
      if (IsSplat(token)) return kNothing;
      if (!IsName(token) && token != kEllipsis) return kLiteral;
      return CanBeAnswer(token) && EndsArgument(At(list, at + 1)) ? kName : kSomething;
    case Asked::kWord:
      return IsName(token) && before != kDot ? Spelling(token) : kNothing;
  }
  return kNothing;
}

}  // namespace fastnode::context
