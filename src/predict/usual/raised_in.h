// What the body of a `try` may raise, by what it does: `int(x)` a ValueError, `d[k]` a KeyError, a
// function of the file what its body raises, what a module has its own exceptions.
#pragma once

#include <map>
#include <string>

#include "analyze/types/types.h"
#include "predict/cursor/known.h"

namespace fastnode::predict {

// How likely each is what is caught, by how it is written at the place; they sum to less than 1.
using Shares = std::map<std::string, float>;

Shares RaisedIn(const bind::FileIndex& index, types::TypeEvaluator& types, const Known& known,
                ast::NodeId try_statement);

// What a function raises itself, as it is written there.
std::vector<std::string> RaisedBy(const ast::Tree& tree, ast::NodeId function);

}  // namespace fastnode::predict
