// JSON as people write it in files of settings: with comments (// and /* */), and with commas
// before what closes.
#pragma once

#include <string_view>

#include "support/json.h"
#include "support/result.h"

namespace fastnode {

Result<Json> ParseCommentedJson(std::string_view text);  // errors say where

}  // namespace fastnode
