// What an answer may cost, and how long it may be.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace fastnode::predict {

using TimePoint = std::chrono::steady_clock::time_point;

// A megabyte of code parses in a tenth of it. What takes longer was made to (half a million open
// brackets, a line of a hundred thousand errors).
inline constexpr std::chrono::milliseconds kPatience{2000};

struct Budget {
  // When the answer is due: no more whole calls are looked for after it. None: all are found.
  std::optional<TimePoint> deadline = std::nullopt;
  // For all parses of one text together; then they are given up with ast::kTooMuchWork.
  std::chrono::milliseconds patience = kPatience;
  int32_t max_completions = 20;
};

}  // namespace fastnode::predict
