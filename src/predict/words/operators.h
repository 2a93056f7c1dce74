// The words that may stand behind an operand: `x i|` goes on with `in`, `is` or `if`, and with no
// name. Behind `async` it is the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "predict/cursor/answer.h"

namespace fastnode::predict {

struct OperatorPlace {
  std::string prefix;                   // the typed part of the word
  std::vector<std::string_view> words;  // that the grammar allows, what is used most first
  bool is_needed = false;               // one of them has to follow: `in` behind `for x`
};
// Nothing: the word at the cursor begins an expression or a statement. Whether something is
// allowed is told by the tokens of the statement before the cursor alone.
std::optional<OperatorPlace> FindOperator(std::string_view text, uint64_t cursor);

std::vector<Completion> CompleteOperator(const OperatorPlace& place);

}  // namespace fastnode::predict
