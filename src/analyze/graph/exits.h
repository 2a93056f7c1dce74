// The ways in which a piece of code may end. They say how data flows past code in which a variable
// does not occur.
#pragma once

#include <array>
#include <cstdint>

#include "analyze/ast/tree.h"

namespace fastnode::graph {

using ast::NodeId;

// kNormal: what follows runs next. kThrow: an exception leaves.
enum Exit : uint8_t { kNormal, kBreak, kContinue, kReturn, kThrow };
inline constexpr int kNumExits = 5;

using ExitSet = uint8_t;  // bit 1 << Exit
constexpr ExitSet Bit(Exit exit) { return static_cast<ExitSet>(1u << exit); }
constexpr bool Has(ExitSet set, Exit exit) { return (set & Bit(exit)) != 0; }

// Of all nodes of a tree at once, in linear time. Every expression with a name in it may throw.
class ExitMap {
 public:
  explicit ExitMap(const ast::Tree& tree);

  ExitSet Of(NodeId node) const { return of_[node]; }

  // The first child after which nothing runs, because it never ends normally; or kNoNode.
  NodeId DeadAfter(NodeId node) const { return dead_after_[node]; }

  // The ways in which children strictly between `after` and `before` may end (kNoNode: from the
  // first, to the last one that runs).
  ExitSet Between(NodeId node, NodeId after, NodeId before) const;

 private:
  using Counts = std::array<uint32_t, kNumExits>;  // slot kNormal is not used

  ExitSet Sequence(NodeId node);
  ExitSet OfKind(NodeId node);
  ExitSet OfChoice(NodeId parent) const;
  ExitSet OfLoop(NodeId node, bool endless) const;
  ExitSet OfTry(NodeId node) const;

  const ast::Tree& tree_;
  IdVector<NodeId, ExitSet> of_;
  IdVector<NodeId, NodeId> dead_after_;
  IdVector<NodeId, Counts> before_;  // per node: of earlier siblings, how many may end so
  IdVector<NodeId, Counts> total_;   // per node: of its children
};

// `while True`: ends by break only.
bool IsEndless(const ast::Tree& tree, NodeId while_statement);
// `case _` or `case name` without a guard: what follows is never tried.
bool AlwaysMatches(const ast::Tree& tree, NodeId case_clause);
// `except:` without a type.
bool CatchesAll(const ast::Tree& tree, NodeId except_clause);

}  // namespace fastnode::graph
