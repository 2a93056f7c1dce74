// Walks the code in which one variable occurs and notes how data flows between its references.
#pragma once

#include <memory>
#include <vector>

#include "analyze/graph/flow.h"
#include "analyze/graph/graph.h"

namespace fastnode::graph {

// One for a tree; holds arrays that are reused from variable to variable. One thread only.
class FlowWalker {
 public:
  FlowWalker(const bind::FileIndex& index, std::vector<Edge>& edges);

  // Appends the variable's last_read and last_write edges, maybe repeated. Linear in the number of
  // nodes above its references.
  void Walk(bind::VariableId variable);

 private:
  // What is looked for: the reads that may come just before a reference, or the bindings that may
  // be in force at it. For the first every reference ends what was before, for the second only
  // bindings do.
  enum class Aim : uint8_t { kReads, kWrites };

  // Branches of which the first whose test holds is run.
  struct Choice {
    Flow tests;                     // those tried so far, none of which held
    Flow branches = Unreachable();  // where the branches end; `first` without that of tests
  };

  void Mark(const bind::Variable& variable);
  bool IsMarked(NodeId node) const { return stamp_[node] == stamp(); }
  bool IsRead(NodeId reference) const;

  void Touch(NodeId reference, Flow& flow);
  void Connect(const References& before, const References& after);
  void Enter(const Flow& before, Exit exit, const References& next, Flow& into);
  void Append(Flow& flow, const Flow& next);
  void EndBy(ExitSet exits, Flow& flow);
  ExitSet ExitsThatCount() const;

  void VisitChild(NodeId node, Flow& flow);
  void VisitField(NodeId node, ast::Field field, Flow& flow);
  void VisitOthers(NodeId node, ast::Field field, Flow& flow);
  void Skip(NodeId node, NodeId after, NodeId before, Flow& flow);
  void Sequence(NodeId node, Flow& flow);
  void Visit(NodeId node, Flow& flow);
  void VisitDefinition(NodeId node, Flow& flow);
  void VisitElsewhere(NodeId body, Flow& flow);
  void VisitIf(NodeId node, Flow& flow);
  void VisitMatch(NodeId node, Flow& flow);
  void VisitFor(NodeId node, Flow& flow);
  void VisitWhile(NodeId node, Flow& flow);
  void VisitTry(NodeId node, Flow& flow);
  void VisitHandlers(NodeId node, Choice& choice);
  void VisitFinally(NodeId clause, Flow& flow);
  void VisitWith(NodeId node, Flow& flow);
  void VisitAssert(NodeId node, Flow& flow);
  void VisitConditional(NodeId node, Flow& flow);
  void VisitBoolean(NodeId node, Flow& flow);
  void VisitComprehension(NodeId node, Flow& flow);
  void VisitClauses(const std::vector<NodeId>& parts, size_t at, Flow& flow);

  void AddBranch(const Flow& branch, Choice& choice);
  Flow Finish(Choice&& choice, bool one_always_runs);
  // `head` runs before each round and decides whether there is one; `otherwise` is the else clause.
  void AppendLoop(const Flow& head, const Flow& rest, bool endless, NodeId otherwise, Flow& flow);

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  ExitMap exits_;
  std::vector<Edge>& edges_;

  Aim aim_ = Aim::kReads;
  int num_guards_ = 0;    // enclosing places that want to know what came before an exception
  int num_finallys_ = 0;  // ... or before a return

  // Nodes above the variable's references: marked if stamp_ is the variable's, and linked.
  bind::VariableId variable_ = bind::kNone;
  int32_t stamp() const { return variable_ + 1; }
  IdVector<NodeId, int32_t> stamp_;  // 0: of none
  // Nothing is known of those of other nodes.
  struct Links {
    int32_t first, last;  // marked children
    int32_t next;         // marked sibling
  };
  std::unique_ptr<Links[]> links_;
  NodeId FirstMarked(NodeId node) const { return NodeId(links_[node.index()].first); }
  NodeId NextMarked(NodeId node) const { return NodeId(links_[node.index()].next); }
  IdVector<NodeId, bool> is_read_;
};

}  // namespace fastnode::graph
