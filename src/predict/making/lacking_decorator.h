// The decorator that a method wants because the one that it overrides has it: `@staticmethod`,
// `@classmethod`, `@property`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyze/ast/tree.h"
#include "predict/auto_import/where_to_insert.h"

namespace fastnode::predict {

// Of a function's statement the decorator that says what it is bound to, as it is written; "" if it
// has none of these.
std::string BindingDecorator(const ast::Tree& tree, ast::NodeId statement);

// What puts it above the line of a `def` on which `at` stands; nothing for "".
std::vector<auto_import::Edit> EditsForDecorator(std::string_view text, size_t at,
                                                 std::string_view decorator);

}  // namespace fastnode::predict
