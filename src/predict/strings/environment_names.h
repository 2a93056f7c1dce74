// Names of variables of the environment: `os.environ["|"]`, `os.getenv("|")`,
// `monkeypatch.setenv("|", "1")`.
#pragma once

#include "analyze/ast/tree.h"

namespace fastnode::predict {

class Keys;

// Adds those that the file asks for or sets, and usual ones, if the string at `place`, a name of
// the tree that stands for it, is one. False: it is none.
bool AddEnvironmentNames(const ast::Tree& tree, ast::NodeId place, Keys& keys);

}  // namespace fastnode::predict
