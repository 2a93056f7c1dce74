// For tests: a text whose cursor stands at `$`.
#pragma once

#include <string>
#include <utility>

#include "predict/asked/question.h"
#include "support/check.h"

namespace fastnode::predict {

// Takes the `$` out of the text; where it stood.
inline size_t TakeCursor(std::string& text) {
  const size_t cursor = text.find('$');
  CHECK(cursor != std::string::npos);
  text.erase(cursor, 1);
  return cursor;
}

inline Question QuestionAt(std::string text) {
  const size_t cursor = TakeCursor(text);
  return {std::move(text), cursor};
}

}  // namespace fastnode::predict
