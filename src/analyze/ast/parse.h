// The door of analyze/ast: bytes in, tree out.
#pragma once

#include <cstdint>
#include <string>

#include "analyze/ast/tree.h"
#include "support/result.h"

namespace fastnode::ast {

struct ParseLimits {
  uint32_t max_bytes = 4u << 20;
  uint32_t max_depth = 1000;  // deeper subtrees are cut off and stand as one kError leaf
  uint64_t timeout_micros = 10'000'000;
};

inline constexpr char kTimedOut[] = "timed out";

// Fails only with a reason from a small fixed set: "too large", "timed out", "binary" (a zero
// byte). Thread-safe.
Result<Tree> Parse(std::string source, const ParseLimits& limits = {});

}  // namespace fastnode::ast
