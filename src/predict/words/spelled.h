// Tokens that are words of the language.
#pragma once

#include <string_view>

#include "collect/context/tokens.h"

namespace fastnode::predict {

inline bool IsSpelled(context::Token token, std::string_view word) {
  return context::tokens::IsName(token) &&
         context::tokens::Spelling(token) == context::tokens::OfName(word);
}

// Whether it is a word that is no value: `if`, `in`, `return`, but not `None`.
bool IsWordToken(context::Token token);

// 1 for an opening bracket, -1 for a closing one, else 0.
int DepthOf(context::Token token);

// Whether a value may begin so: a name, a number, a string, `None`, `not`; a bracket may as well go
// on with what stands before it, so it does not count.
bool BeginsOperand(context::Token token);

// Whether a value may end so; `before` stands before it: behind a dot each word is a name.
bool EndsOperand(context::Token token, context::Token before);

}  // namespace fastnode::predict
