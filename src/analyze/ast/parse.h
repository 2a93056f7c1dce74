// The door of analyze/ast: bytes in, tree out.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "analyze/ast/tree.h"
#include "support/result.h"

namespace fastnode::ast {

struct ParseLimits {
  uint32_t max_bytes = 4u << 20;
  uint32_t max_depth = 1000;  // deeper subtrees are cut off and stand as one kError leaf
  // Of the parser's operations, in hundreds: a count and no time, so that what is refused is the
  // same on every machine. The costliest of 7,651 files of real projects takes 3,115, and a hundred
  // take some 50 microseconds.
  uint32_t max_work = 1u << 17;
  std::optional<std::chrono::microseconds> timeout = std::nullopt;  // where somebody waits
};

inline constexpr char kTooMuchWork[] = "too much work";

// Fails only with a reason from a small fixed set: "too large", "too much work" (more than one of
// the two limits allows), "binary" (a zero byte). Thread-safe.
Result<Tree> Parse(std::string source, const ParseLimits& limits = {});

}  // namespace fastnode::ast
