// Parsing again after an edit: only the statements that the edit may have changed are parsed, and
// stand in the tree in the place of the old ones.
//
// tree-sitter can do this too, but where code is broken its answer depends on what the text was
// before. Here the tree is that of Parse, whatever was edited: where that is not certain (errors,
// an edit of most of the text) the whole text is parsed.
#pragma once

#include <string>

#include "analyze/ast/parse.h"

namespace fastnode::ast {

struct Reparsed {
  Tree tree;
  bool in_part;  // whether nodes of `before` were used again
};

// As Parse(source, limits). `before`: the tree of a text much like it, parsed with the same limits.
// Quick where that had no errors.
Result<Reparsed> Reparse(const Tree& before, std::string source, const ParseLimits& limits = {});

}  // namespace fastnode::ast
