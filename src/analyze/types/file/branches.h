// Ways of execution through branches, read off the shape of statements: whether a binding in one
// can be what a read elsewhere sees.
#pragma once

#include <cstdint>

#include "analyze/types/file/file.h"

namespace fastnode::types {

// Where a binding holds: reads from `from` on see it, and those inside `region` see nothing older.
struct Extent {
  NodeId from, region;
};
Extent ExtentOf(const ast::Tree& tree, NodeId binding);

inline bool IsLoop(ast::Kind kind) {
  return kind == ast::Kind::kForStatement || kind == ast::Kind::kWhileStatement;
}

// How a block always ends, where it never gets to what follows it.
enum class Leaving : uint8_t { kNot, kRound, kFunction };
Leaving LeavingOf(const File& f, NodeId block, int depth = 0);

// Whether what runs behind a binding leads to a read further down: at once, only in another round
// of a loop around both, or not at all.
enum class Way : uint8_t { kOnwards, kRound, kNone };
Way WayTo(const File& f, NodeId region, NodeId read);

// The block of a branch, which may be one itself; or kNoNode.
NodeId BlockOf(const File& f, NodeId branch);
// Whether a part of an `if` statement is a branch of it.
bool IsBranchOfIf(const File& f, NodeId part);
// Whether exceptions may end at the statement `with`.
bool Swallows(const File& f, NodeId with_statement);

}  // namespace fastnode::types
