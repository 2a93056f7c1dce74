// What an index holds of a source: its tokens, and which names they are.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collect/context/tokens.h"

namespace fastnode::context {

struct FileTokens {
  std::vector<Token> list;
  std::vector<std::pair<Token, std::string>> names;  // by token, each once
};
FileTokens ReadTokens(std::string_view text);  // any bytes

}  // namespace fastnode::context
