// The ways in which a piece of code may end. They say how data flows past code in which a variable
// does not occur.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "analyze/ast/tree.h"

namespace fastnode::graph {

using ast::NodeId;

// kNormal: what follows runs next. kThrow: an exception leaves.
enum Exit : uint8_t { kNormal, kBreak, kContinue, kReturn, kThrow };
inline constexpr int kNumExits = 5;

using ExitSet = uint8_t;  // bit 1 << Exit
constexpr ExitSet Bit(Exit exit) { return static_cast<ExitSet>(1u << exit); }
constexpr bool Has(ExitSet set, Exit exit) { return (set & Bit(exit)) != 0; }

// Of the nodes of a tree, each found when it is first asked for, in time linear in what is below
// it: bodies of functions, which run some other time, are passed over. Every expression with a name
// in it may throw. One thread only.
class ExitMap {
 public:
  explicit ExitMap(const ast::Tree& tree) : ExitMap(tree, ast::kRoot, tree.nodes.end_id()) {}
  // For questions about some nodes alone, [first, end), among which are all below them.
  ExitMap(const ast::Tree& tree, NodeId first, NodeId end);

  ExitSet Of(NodeId node);

  // Whether its kind says that there are expressions alone below it: it ends normally or throws,
  // and so do its children. Of code without errors.
  bool HoldsExpressions(NodeId node) const {
    return kHoldsExpressions[static_cast<size_t>(tree_[node].kind)] && tree_.num_errors == 0;
  }

  // The ways in which its children may end, one after the other.
  ExitSet OfChildren(NodeId node) {
    const ExitSet known = sequences_[At(node)];
    return known != 0 ? known : Sequence(node);
  }

  // The first child after which nothing runs, because it never ends normally; or kNoNode.
  NodeId DeadAfter(NodeId node) {
    OfChildren(node);
    return NodeId(dead_after_[At(node)]);
  }

  // Those of the ways asked for in which children strictly between `after` and `before` may end
  // (kNoNode: from the first, to the last one that runs).
  ExitSet Between(NodeId node, NodeId after, NodeId before, ExitSet asked);

 private:
  using Counts = std::array<uint32_t, kNumExits>;  // slot kNormal is not used

  ExitSet Sequence(NodeId node);
  ExitSet OfExpressions(NodeId node) const;
  ExitSet OfKind(NodeId node);
  ExitSet OfChoice(NodeId parent);
  ExitSet OfLoop(NodeId node, bool endless);
  ExitSet OfTry(NodeId node);

  static constexpr auto kHoldsExpressions = [] {
    std::array<bool, ast::kNumKinds> holds{};
    using enum ast::Kind;
    for (ast::Kind kind :
         {kArgumentList, kAssignment, kAttribute, kBinaryOperator, kBooleanOperator, kCall,
          kComparisonOperator, kDictionary, kExpressionList, kExpressionStatement, kList,
          kParenthesizedExpression, kString, kSubscript, kTuple}) {
      holds[static_cast<size_t>(kind)] = true;
    }
    return holds;
  }();

  size_t At(NodeId node) const { return node.index() - first_; }

  const ast::Tree& tree_;
  const size_t first_;              // the number of the first node of which anything is known
  std::vector<ExitSet> of_;         // 0: not found yet
  std::vector<ExitSet> sequences_;  // of its children one after the other; 0: not found yet
  // Of nodes whose sequences are found, and of their children.
  std::unique_ptr<int32_t[]> dead_after_;
  std::unique_ptr<Counts[]> before_;  // per node: of earlier siblings, how many may end so
  std::unique_ptr<Counts[]> total_;   // per node: of its children
};

// `while True`: ends by break only.
bool IsEndless(const ast::Tree& tree, NodeId while_statement);
// `case _` or `case name` without a guard: what follows is never tried.
bool AlwaysMatches(const ast::Tree& tree, NodeId case_clause);
// `except:` without a type.
bool CatchesAll(const ast::Tree& tree, NodeId except_clause);

}  // namespace fastnode::graph
