// What a definition says of itself: its head on one line, and its docstring.
#pragma once

#include <string>
#include <string_view>

#include "analyze/ast/tree.h"

namespace fastnode::predict {

// On one line, blanks and newlines as one blank; a long text is cut at a character's end.
std::string OneLine(std::string_view text);

// A function's or class's: "def f(a, b) -> int", "class A(B)".
bool IsDefinition(const ast::Tree& tree, ast::NodeId node);
std::string Heading(const ast::Tree& tree, ast::NodeId definition);

// The docstring of a function, class or module, without prefix, quotes and indentation; "" if it
// has none.
std::string Documentation(const ast::Tree& tree, ast::NodeId definition);

}  // namespace fastnode::predict
