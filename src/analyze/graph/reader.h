// Reads the edges at some nodes of a source's graph. Of an edited text, what the edit has left is
// moved as it is read, and the data flow of a variable is found when one of its references is met.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
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

  template <typename Visitor>
  void ForEachLeaving(NodeId node, const Visitor& visit) {
    if (!edit_.splice.HasAfter(node)) {
      for (EdgeId e : edit_.before->Leaving(Before(node))) VisitOld(edit_.before->edges[e], visit);
    }
    const auto begin =
        std::lower_bound(edit_.made.begin(), edit_.made.end(), node,
                         [](const Edge& edge, NodeId from) { return edge.from < from; });
    for (auto edge = begin; edge != edit_.made.end() && edge->from == node; ++edge) visit(*edge);
    for (const Edge& edge : FlowAt(node)) {
      if (edge.from == node) visit(edge);
    }
  }

  template <typename Visitor>
  void ForEachEntering(NodeId node, const Visitor& visit) {
    if (!edit_.splice.HasAfter(node)) {
      for (EdgeId e : edit_.before->Entering(Before(node))) VisitOld(edit_.before->edges[e], visit);
    }
    const auto begin = std::lower_bound(edit_.made_by_to.begin(), edit_.made_by_to.end(), node,
                                        [](const Edge& edge, NodeId to) { return edge.to < to; });
    for (auto edge = begin; edge != edit_.made_by_to.end() && edge->to == node; ++edge) {
      visit(*edge);
    }
    for (const Edge& edge : FlowAt(node)) {
      if (edge.to == node) visit(edge);
    }
  }

 private:
  // Of a node outside of the statements: its number before the edit.
  NodeId Before(NodeId node) const {
    return node < edit_.splice.first ? node : node - edit_.splice.more();
  }
  template <typename Visitor>
  void VisitOld(const Edge& edge, const Visitor& visit) const {
    if (!edit_.Keeps(index_, edge)) return;
    visit(Edge{edit_.splice.Moved(edge.from), edit_.splice.Moved(edge.to), edge.kind});
  }
  // The data flow of the variable at a node, if it is made anew.
  std::span<const Edge> FlowAt(NodeId node);

  const bind::FileIndex& index_;
  const Edit& edit_;
  std::vector<Edge> made_;  // where the walker leaves what it finds
  std::optional<FlowWalker> walker_;
  std::vector<std::pair<bind::VariableId, std::vector<Edge>>> flows_;  // some twenty
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

 private:
  const ProgramGraph* const whole_;
  std::optional<EditReader> edited_;
};

}  // namespace fastnode::graph
