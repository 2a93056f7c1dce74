// For tests: the strings that may stand at `$`, with the library alone.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "predict/cursor/known_for_test.h"
#include "predict/strings/keys.h"

namespace fastnode::predict {

inline std::vector<std::string> StringsAt(std::string text) {
  const auto answer = CompleteKey(QuestionAt(std::move(text)), KnownForTest(), {});
  if (!answer.ok() || !answer->has_value()) return {};
  return TextsOf((*answer)->completions);
}

}  // namespace fastnode::predict
