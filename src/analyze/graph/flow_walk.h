// Walks the code in which one variable occurs and notes how data flows between its references.
#pragma once

#include <memory>
#include <span>
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
  template <typename Flow>
  struct Choice {
    Flow tests;                           // those tried so far, none of which held
    Flow branches = Flow::Unreachable();  // where they end; `first` without that of tests
  };

  // Which of the two may find anything.
  struct Aims {
    bool reads, writes;
  };
  Aims AimsIn(const bind::Scope& scope) const;
  bool MayRunAgain(NodeId node, const bind::Scope& scope) const;
  bool RunsAfter(NodeId node, NodeId earlier) const;

  void Mark();
  bool IsMarked(NodeId node) const { return stamp_[node] == stamp(); }
  bool IsRead(Place place) const;
  // Whether it ends normally and so do all its children, but for exceptions that nobody asks for.
  bool IsPlain(NodeId node) const { return num_guards_ == 0 && exits_.HoldsExpressions(node); }
  ExitSet ExitsThatCount() const;

  // `Flow`: a FlowOf<References>, by how many references the variable has.
  template <typename Flow>
  void WalkThrough(const bind::Scope& scope, const Aims& aims);

  template <typename References>
  void Touch(NodeId reference, FlowOf<References>& flow);
  template <typename References>
  void Connect(const References& before, const References& after);
  template <typename Flow, typename References>
  void Enter(const Flow& before, Exit exit, const References& next, Flow& into);
  template <typename Flow>
  void Append(Flow& flow, const Flow& next);
  template <typename Flow>
  void EndBy(ExitSet exits, Flow& flow);

  template <typename Flow>
  void VisitChild(NodeId node, Flow& flow);
  template <typename Flow>
  void VisitField(NodeId node, ast::Field field, Flow& flow);
  template <typename Flow>
  void VisitOthers(NodeId node, ast::Field field, Flow& flow);
  template <typename Flow>
  void Skip(NodeId node, NodeId after, NodeId before, Flow& flow);
  template <typename Flow>
  void Sequence(NodeId node, Flow& flow);
  template <typename Flow>
  void Visit(NodeId node, Flow& flow);

  // What each kind of statement does: flow_rules.h.
  template <typename Flow>
  void VisitDefinition(NodeId node, Flow& flow);
  template <typename Flow>
  void VisitElsewhere(NodeId body, Flow& flow);
  template <typename Flow>
  void VisitIf(NodeId node, Flow& flow);
  template <typename Flow>
  void VisitMatch(NodeId node, Flow& flow);
  template <typename Flow>
  void VisitFor(NodeId node, Flow& flow);
  template <typename Flow>
  void VisitWhile(NodeId node, Flow& flow);
  template <typename Flow>
  void VisitTry(NodeId node, Flow& flow);
  template <typename Flow>
  void VisitHandlers(NodeId node, Choice<Flow>& choice);
  template <typename Flow>
  void VisitFinally(NodeId clause, Flow& flow);
  template <typename Flow>
  void VisitWith(NodeId node, Flow& flow);
  template <typename Flow>
  void VisitAssert(NodeId node, Flow& flow);
  template <typename Flow>
  void VisitConditional(NodeId node, Flow& flow);
  template <typename Flow>
  void VisitBoolean(NodeId node, Flow& flow);
  template <typename Flow>
  void VisitComprehension(NodeId node, Flow& flow);
  template <typename Flow>
  void VisitClauses(const std::vector<NodeId>& parts, size_t at, Flow& flow);

  template <typename Flow>
  void AddBranch(const Flow& branch, Choice<Flow>& choice);
  template <typename Flow>
  Flow Finish(Choice<Flow>&& choice, bool one_always_runs);
  // `head` runs before each round and decides whether there is one; `otherwise` is the else clause.
  template <typename Flow>
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
  std::span<const bind::Reference> references_;
  int32_t stamp() const { return variable_ + 1; }
  IdVector<NodeId, int32_t> stamp_;  // 0: of none
  // Nothing is known of those of other nodes.
  struct Links {
    int32_t first, last;  // marked children
    int32_t next;         // marked sibling
    Place place;          // of a reference
  };
  std::unique_ptr<Links[]> links_;
  NodeId FirstMarked(NodeId node) const { return NodeId(links_[node.index()].first); }
  NodeId NextMarked(NodeId node) const { return NodeId(links_[node.index()].next); }
};

}  // namespace fastnode::graph
