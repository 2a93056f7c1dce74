// Strings that say the name that a thing is stored under: `Point = namedtuple("|")`.
#pragma once

#include "analyze/ast/tree.h"

namespace fastnode::predict {

class Keys;

// Adds what the string at `place`, a name of the tree that stands for it, says if it does so.
bool AddOwnName(const ast::Tree& tree, ast::NodeId place, Keys& keys);

}  // namespace fastnode::predict
