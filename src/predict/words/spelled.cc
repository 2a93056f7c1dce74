#include "predict/words/spelled.h"

#include <algorithm>

#include "collect/pack/candidates.h"
#include "collect/pack/tasks/words.h"

namespace fastnode::predict {

using context::Token;
namespace tokens = context::tokens;

bool IsWordToken(Token token) {
  // Constants are operands.
  if (IsSpelled(token, "None") || IsSpelled(token, "True") || IsSpelled(token, "False")) {
    return false;
  }
  const auto words = pack::Words();
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return pack::IsWord(word) && IsSpelled(token, word);
  });
}

int DepthOf(Token token) {
  if (token == tokens::kOpen || token == tokens::Operator("[") || token == tokens::Operator("{")) {
    return 1;
  }
  const bool closes =
      token == tokens::kClose || token == tokens::Operator("]") || token == tokens::Operator("}");
  return closes ? -1 : 0;
}

bool BeginsOperand(Token token) {
  if (tokens::IsName(token)) {
    for (const char* word : {"not", "lambda", "await"}) {
      if (IsSpelled(token, word)) return true;
    }
    return !IsWordToken(token);
  }
  return token == tokens::kNumber || token == tokens::kLongString ||
         (token & tokens::kStringBit) != 0;
}

bool EndsOperand(Token token, Token before) {
  if (tokens::IsName(token)) return before == tokens::kDot || !IsWordToken(token);
  return DepthOf(token) < 0 || token == tokens::kNumber || token == tokens::kLongString ||
         (token & tokens::kStringBit) != 0;
}

}  // namespace fastnode::predict
