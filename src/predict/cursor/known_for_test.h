// For tests: what is known with the library alone, and the texts of what is answered.
#pragma once

#include <string>
#include <vector>

#include "analyze/types/imports/library_for_test.h"
#include "predict/asked/question_for_test.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"

namespace fastnode::predict {

inline Known KnownForTest() {
  Known known;
  known.environment = types::Environment(types::LibraryForTest());
  return known;
}

inline std::vector<std::string> TextsOf(const std::vector<Completion>& list) {
  std::vector<std::string> texts;
  for (const Completion& one : list) texts.push_back(one.text);
  return texts;
}

}  // namespace fastnode::predict
