// Words that a statement mostly begins with where it stands: `continue` in a guard of a loop,
// `yield` in what a decorator makes a fixture or a context manager.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "analyze/ast/tree.h"

namespace fastnode::predict {

// How often each stands there; none where nothing is known of it. `read`: the name that begins the
// statement.
std::vector<std::pair<std::string_view, float>> DueWords(const ast::Tree& tree, ast::NodeId read);

}  // namespace fastnode::predict
