// What has to stand below the line at a cursor for it to be part of a program: what a decorator
// decorates, a case of a match, what a case does. Without it a grammar gives up what stands round
// the line, and with it the function whose parameters may be meant.
#pragma once

#include <string_view>

#include "analyze/ast/lacking.h"

namespace fastnode::ast {

// What such a decorator decorates is called so.
inline constexpr std::string_view kDecoratedName = "fastnode_placeholder";

// `left` is what stands before the word at the cursor, `right` what stands behind it, with what its
// line lacks (FindLacking). `at`: the end of the line.
Lacking FindMissingBelow(std::string_view left, std::string_view right);

}  // namespace fastnode::ast
