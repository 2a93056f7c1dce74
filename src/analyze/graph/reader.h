// Reads the edges at some nodes of a source's graph. Of an edited text, what the edit has left is
// moved as it is read, and the data flow of a variable is found when one of its references is met.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "analyze/graph/flow_walk.h"
#include "analyze/graph/source_graph.h"

namespace fastnode::graph {

// Of a text as it was edited: its new edges, made when they are asked for. One thread only.
class EditReader {
 public:
  EditReader(const bind::FileIndex& index, const Edit& edit);
  EditReader(const EditReader&) = delete;
  EditReader& operator=(const EditReader&) = delete;

  // A visitor must not ask for another node's edges meanwhile.
  template <typename Visitor>
  void ForEachLeaving(NodeId node, const Visitor& visit) {
    VisitLeaving(node, FlowAt(node), visit);
  }
  template <typename Visitor>
  void ForEachEntering(NodeId node, const Visitor& visit) {
    VisitEntering(node, FlowAt(node), visit);
  }
  template <typename Leaving, typename Entering>
  void ForEach(NodeId node, const Leaving& leaving, const Entering& entering) {
    const Flow* flow = FlowAt(node);
    VisitLeaving(node, flow, leaving);
    VisitEntering(node, flow, entering);
  }

 private:
  // Of a node outside of the statements: its number before the edit.
  NodeId Before(NodeId node) const {
    return node < edit_.splice.first ? node : node - edit_.splice.more();
  }
  // The data flow of a variable. Some are used all over the file.
  struct Flow {
    bind::VariableId variable;
    std::vector<Edge> by_from, by_to;
  };

  // `flow`: that at the node; null: none is made anew.
  template <typename Visitor>
  void VisitLeaving(NodeId node, const Flow* flow, const Visitor& visit) const {
    if (!edit_.splice.HasAfter(node)) {
      for (EdgeId e : edit_.before->Leaving(Before(node))) VisitOld(edit_.before->edges[e], visit);
    }
    if (MayHaveMade(node)) VisitAt<&Edge::from>(edit_.made, node, visit);
    if (flow != nullptr) VisitAt<&Edge::from>(flow->by_from, node, visit);
  }
  template <typename Visitor>
  void VisitEntering(NodeId node, const Flow* flow, const Visitor& visit) const {
    if (!edit_.splice.HasAfter(node)) {
      for (EdgeId e : edit_.before->Entering(Before(node))) VisitOld(edit_.before->edges[e], visit);
    }
    if (MayHaveMade(node)) VisitAt<&Edge::to>(edit_.made_by_to, node, visit);
    if (flow != nullptr) VisitAt<&Edge::to>(flow->by_to, node, visit);
  }
  // Of edges in the order of one of their ends, those that have the node there.
  template <NodeId Edge::*kEnd, typename Visitor>
  static void VisitAt(const std::vector<Edge>& edges, NodeId node, const Visitor& visit) {
    auto edge = std::lower_bound(edges.begin(), edges.end(), node,
                                 [](const Edge& one, NodeId end) { return one.*kEnd < end; });
    for (; edge != edges.end() && (*edge).*kEnd == node; ++edge) visit(*edge);
  }
  template <typename Visitor>
  void VisitOld(const Edge& edge, const Visitor& visit) const {
    // Of syntax all stay that have no end in the statements; of the others some.
    const ast::Splice& splice = edit_.splice;
    if (splice.HasBefore(edge.from) || splice.HasBefore(edge.to)) return;
    if (edge.kind != EdgeKind::kSyntaxChild && !edit_.Keeps(index_, edge)) return;
    visit(Edge{edit_.splice.Moved(edge.from), edit_.splice.Moved(edge.to), edge.kind});
  }
  // False: no edge at the node is among those that were made. They are few, and most nodes are at
  // none of them.
  bool MayHaveMade(NodeId node) const { return (has_made_[WordOf(node)] >> node % 64 & 1) != 0; }
  static size_t WordOf(NodeId node) { return static_cast<size_t>(node / 64 % kMadeWords); }
  // Null: the node is at no variable whose data flow is made anew. Valid until the next is asked
  // for.
  const Flow* FlowAt(NodeId node);

  const bind::FileIndex& index_;
  const Edit& edit_;
  static constexpr int32_t kMadeWords = 16;
  std::array<uint64_t, kMadeWords> has_made_{};  // of nodes, a bit for many
  std::vector<Edge> made_;                       // where the walker leaves what it finds
  std::optional<FlowWalker> walker_;
  std::vector<Flow> flows_;  // some twenty
};

class Reader {
 public:
  // Both must outlive it.
  Reader(const bind::FileIndex& index, const SourceGraph& graph) : whole_(graph.whole().get()) {
    if (graph.edit() != nullptr) edited_.emplace(index, *graph.edit());
  }

  // Calls visit(edge) for each edge that leaves a node of the tree, some maybe twice, in no order.
  template <typename Visitor>
  void ForEachLeaving(NodeId node, const Visitor& visit) {
    if (edited_) return edited_->ForEachLeaving(node, visit);
    for (EdgeId e : whole_->Leaving(node)) visit(whole_->edges[e]);
  }
  // The same of those that enter it.
  template <typename Visitor>
  void ForEachEntering(NodeId node, const Visitor& visit) {
    if (edited_) return edited_->ForEachEntering(node, visit);
    for (EdgeId e : whole_->Entering(node)) visit(whole_->edges[e]);
  }
  // Both.
  template <typename Leaving, typename Entering>
  void ForEach(NodeId node, const Leaving& leaving, const Entering& entering) {
    if (edited_) return edited_->ForEach(node, leaving, entering);
    for (EdgeId e : whole_->Leaving(node)) leaving(whole_->edges[e]);
    for (EdgeId e : whole_->Entering(node)) entering(whole_->edges[e]);
  }

 private:
  const ProgramGraph* const whole_;
  std::optional<EditReader> edited_;
};

}  // namespace fastnode::graph
