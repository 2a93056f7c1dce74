// Strings that the file gives a name, or compares it with, where the same name is compared:
// `if kind == "|"` of `kind="error"` above it, `args.format == "|"` of the choices of `--format`.
#pragma once

#include "analyze/ast/tree.h"

namespace fastnode::predict {

class Keys;

// Adds what the string at `place`, a name of the tree that stands for it, may be. False: nothing
// is said of such a name.
bool AddSaidTexts(const ast::Tree& tree, ast::NodeId place, Keys& keys);

}  // namespace fastnode::predict
