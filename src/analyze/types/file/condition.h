// Conditions of `if` statements that are known without running the code: we describe Python 3.11 on
// Linux, as a type checker sees it.
#pragma once

#include <cstdint>

#include "analyze/ast/tree.h"

namespace fastnode::types {

inline constexpr int kPythonMajor = 3, kPythonMinor = 11;

enum class Truth : uint8_t { kFalse, kTrue, kUnknown };

// `sys.version_info >= (3, 8)`, `sys.platform == "win32"`, `TYPE_CHECKING`, and these put together
// with `not`, `and` and `or`.
Truth Evaluate(const ast::Tree& tree, ast::NodeId condition);

}  // namespace fastnode::types
