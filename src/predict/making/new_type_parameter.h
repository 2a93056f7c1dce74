// A type parameter is a new name: `def first[|](rows)`, `class Stack[T, |]`, `type Rows[|]`.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "predict/cursor/answer.h"

namespace fastnode::predict {

struct NewTypeParameter {
  std::string_view prefix;  // what is typed of it
  std::vector<std::string_view>
      names_above;  // that other lists of the text have, the nearest first
};
// Nothing if the cursor stands at no such place.
std::optional<NewTypeParameter> FindNewTypeParameter(std::string_view text, size_t cursor);
std::vector<Completion> CompleteNewTypeParameter(const NewTypeParameter& place);

}  // namespace fastnode::predict
