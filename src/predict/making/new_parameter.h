// Where a parameter is being named: the first one of a method has its name by custom, those of a
// `lambda` are nobody's to guess.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "predict/cursor/answer.h"

namespace fastnode::predict {

struct NewParameter {
  std::string prefix;
  std::string_view name;  // `self` or `cls`; "": any
};

// By the letters before the cursor alone, as what is half written has no tree. Nothing: the cursor
// stands at no such place. In a method that is the place behind the bracket; a static method has
// none.
std::optional<NewParameter> FindNewParameter(std::string_view text, uint64_t cursor);

std::vector<Completion> CompleteNewParameter(const NewParameter& parameter);

}  // namespace fastnode::predict
