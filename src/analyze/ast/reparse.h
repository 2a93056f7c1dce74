// Parsing again after an edit: only the statements that the edit may have changed are parsed, and
// stand in the tree in the place of the old ones.
//
// tree-sitter can do this too, but where code is broken its answer depends on what the text was
// before. Here the tree is that of Parse, whatever was edited: where that is not certain (errors,
// an edit of most of the text) the whole text is parsed.
#pragma once

#include <optional>
#include <string>

#include "analyze/ast/parse.h"

namespace fastnode::ast {

// What an edit does to a tree: a run of statements of one block, [first, before_end), became
// [first, after_end). Nodes before it are the same but for where those around it end; nodes behind
// it are the same, moved. Where all below is gone, it reaches out of the block to the last node.
struct Splice {
  NodeId first, before_end, after_end;

  int32_t more() const { return after_end - before_end; }
  bool HasBefore(NodeId node) const { return node >= first && node < before_end; }
  bool HasAfter(NodeId node) const { return node >= first && node < after_end; }
  // Of a node of before that is not in it.
  NodeId Moved(NodeId node) const { return node < first ? node : node + more(); }
};

struct Reparsed {
  Tree tree;
  bool in_part;                  // whether nodes of `before` were used again
  std::optional<Splice> splice;  // if there was one edit
};

// As Parse(source, limits). `before`: the tree of a text much like it, parsed with the same limits.
// Quick where that had no errors.
Result<Reparsed> Reparse(const Tree& before, std::string source, const ParseLimits& limits = {});

}  // namespace fastnode::ast
