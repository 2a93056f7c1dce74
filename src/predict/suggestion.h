// The one text that is worth showing behind the cursor before anybody asks (ghost text).
#pragma once

#include <optional>
#include <string>

#include "predict/completer.h"

namespace fastnode::predict {

// Where eight of ten suggestions are what was meant (docs/decisions/0041-text-unasked.md).
inline constexpr float kSureEnough = 0.7F;

struct Suggestion {
  std::string text;  // stands in the place of the answer's prefix, and goes on as it was typed
  float probability;
};

// Of a whole expression, a whole call or a name that is at least so likely: what is longest. None:
// nothing is, or the answer was made in haste.
std::optional<Suggestion> Suggest(const Answer& answer, float threshold = kSureEnough);

}  // namespace fastnode::predict
