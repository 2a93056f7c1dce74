// The word that is missing before `lock:` where a block stands below: `with`, `if`, `while`. What
// the line and its neighbours look like says which.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "predict/cursor/answer.h"

namespace fastnode::predict {

// Nothing: the cursor stands at no such place. Likeliest first.
std::optional<std::vector<std::string_view>> FindHeadWords(std::string_view text, uint64_t cursor);

Answer CompleteHead(const std::vector<std::string_view>& words);

}  // namespace fastnode::predict
