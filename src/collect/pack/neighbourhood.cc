// Breadth first from the focus, at most max_hops edges and max_nodes nodes. Hiding is done on the
// edges as they are read, not on the graph: one graph serves every site of a source. What a chain
// of uses loses with a hidden link is closed over it, so that the cut is the one of a text in which
// something else stands there; cut_test.cc compares the two.
#include "collect/pack/neighbourhood.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace fastnode::pack {
namespace {

using ast::Kind;
using ast::NodeId;
using graph::Edge;
using graph::EdgeKind;

// Edges that lead from a use to earlier ones: who had a hidden use has those before it. (What is
// hidden binds nothing, so that no last_write edge leads to it.)
constexpr EdgeKind kChains[] = {EdgeKind::kLastRead, EdgeKind::kLastLexicalUse};

// The program graph without the uses that a site hides.
class HidingGraph {
 public:
  HidingGraph(const AnalysedSource& source, const Site& site)
      : tree_(source.index.tree),
        graph_(source.graph),
        site_(site),
        of_call_(site.HidesRestOfCall()),
        read_(site.hidden_read),
        hidden_(site.hidden) {
    if (of_call_) {
      PutFocus();
    } else {
      HideTexts();
    }
    for (EdgeKind kind : kChains) CloseChains(kind);
  }

  // Calls visit(edge, other end, leaves) for each edge at `node` or at the name after its dot.
  template <typename Visitor>
  void ForEachEdge(NodeId node, const Visitor& visit) const {
    VisitOwn(node, visit);
    if (node == tree_.size() || tree_[node].kind != Kind::kAttribute) return;
    for (NodeId c = tree_.FirstChild(node); c != ast::kNoNode; c = tree_.NextSibling(c)) {
      if (Representative(tree_, c) == node) VisitOwn(c, visit);
    }
  }

 private:
  template <typename Visitor>
  void VisitOwn(NodeId node, const Visitor& visit) const {
    if (node < tree_.size()) {
      for (graph::EdgeId e : graph_.Leaving(node)) {
        const Edge& edge = graph_.edges[e];
        if (!Removed(edge)) visit(edge, edge.to, true);
      }
      for (graph::EdgeId e : graph_.Entering(node)) {
        const Edge& edge = graph_.edges[e];
        if (!Removed(edge)) visit(edge, edge.from, false);
      }
    }
    for (const Edge& edge : extra_) {
      if (edge.from == node) visit(edge, edge.to, true);
      if (edge.to == node) visit(edge, edge.from, false);
    }
  }

  bool Removed(const Edge& edge) const {
    bool jumps = of_call_ && edge.kind == EdgeKind::kNextToken && edge.from < site_.begin &&
                 edge.to >= site_.end;
    return jumps || Hides(edge.from, edge.kind) || Hides(edge.to, edge.kind);
  }

  // Whether edges of this kind at the node would tell what is hidden.
  bool Hides(NodeId node, EdgeKind kind) const {
    if (of_call_) return site_.Hides(node);
    switch (graph::NamesOf(kind)) {
      case graph::NamesIn::kNone:
        return false;
      case graph::NamesIn::kSpelling:
        return std::find(hidden_.begin(), hidden_.end(), node) != hidden_.end();
      case graph::NamesIn::kVariable:
        break;
    }
    return node == read_;
  }

  // The text of an expression that begins with the site's is hidden with it.
  void HideTexts() {
    for (NodeId node = site_.focus; node != ast::kNoNode; node = tree_[node].parent) {
      hidden_.push_back(node);
      Kind parent =
          tree_[node].parent == ast::kNoNode ? Kind::kModule : tree_[tree_[node].parent].kind;
      // Only expressions that begin with the site's have it in their dotted path.
      if (parent != Kind::kAttribute && parent != Kind::kCall && parent != Kind::kSubscript) break;
    }
    std::sort(hidden_.begin(), hidden_.end());
    hidden_.erase(std::unique(hidden_.begin(), hidden_.end()), hidden_.end());
  }

  std::vector<Edge> EdgesOf(NodeId node, bool leaving, EdgeKind kind) const {
    std::vector<Edge> edges;
    auto take = [&](graph::EdgeId e) {
      if (graph_.edges[e].kind == kind) edges.push_back(graph_.edges[e]);
    };
    if (leaving) {
      for (graph::EdgeId e : graph_.Leaving(node)) take(e);
    } else {
      for (graph::EdgeId e : graph_.Entering(node)) take(e);
    }
    return edges;
  }

  // Hangs a focus that the tree does not have between its neighbours.
  void PutFocus() {
    extra_.push_back({site_.anchor, site_.focus, EdgeKind::kSyntaxChild});
    NodeId before = site_.begin - 1, after = site_.end;
    while (before >= 0 && !graph::IsToken(tree_, before)) --before;
    while (after < tree_.size() && !graph::IsToken(tree_, after)) ++after;
    if (before >= 0) extra_.push_back({before, site_.focus, EdgeKind::kNextToken});
    if (after < tree_.size()) extra_.push_back({site_.focus, after, EdgeKind::kNextToken});
  }

  // Whoever had a hidden node as an earlier use has those that it had, and so on.
  void CloseChains(EdgeKind kind) {
    std::map<NodeId, std::vector<NodeId>> from;  // visible node -> hidden ones it points at
    for (NodeId node : hidden_) {
      if (!Hides(node, kind)) continue;
      for (const Edge& edge : EdgesOf(node, false, kind)) {
        if (!Hides(edge.from, kind)) from[edge.from].push_back(node);
      }
    }
    for (auto& [visible, open] : from) {
      std::set<NodeId> seen(open.begin(), open.end());
      while (!open.empty()) {
        NodeId node = open.back();
        open.pop_back();
        for (const Edge& edge : EdgesOf(node, true, kind)) {
          if (!Hides(edge.to, kind)) {
            extra_.push_back({visible, edge.to, kind});
          } else if (seen.insert(edge.to).second) {
            open.push_back(edge.to);
          }
        }
      }
    }
  }

  const ast::Tree& tree_;
  const graph::ProgramGraph& graph_;
  const Site& site_;
  const bool of_call_;
  const NodeId read_;           // the hidden name that is read as a variable, or kNoNode
  std::vector<NodeId> hidden_;  // nodes whose text is hidden
  std::vector<Edge> extra_;
};

// From a block one would reach every statement of a function, most of them far from the site; what
// matters of them is reached through uses and neighbouring tokens.
bool LeadsAstray(const ast::Tree& tree, NodeId node, const Edge& edge, bool leaves) {
  if (node == tree.size()) return false;
  if (edge.kind != EdgeKind::kSyntaxChild || !leaves) return false;
  return tree[node].kind == Kind::kBlock || tree[node].kind == Kind::kModule;
}

}  // namespace

Neighbourhood FindNeighbourhood(const AnalysedSource& source, const Site& site,
                                const CutOptions& options) {
  const ast::Tree& tree = source.index.tree;
  HidingGraph graph(source, site);
  auto represent = [&](NodeId node) {
    return node == tree.size() ? node : Representative(tree, node);
  };
  Neighbourhood result;
  std::unordered_map<NodeId, int32_t> place;
  auto reach = [&](NodeId node) {
    if (static_cast<int32_t>(result.nodes.size()) >= options.max_nodes) return;
    if (place.emplace(node, static_cast<int32_t>(result.nodes.size())).second) {
      result.nodes.push_back(node);
    }
  };
  reach(site.focus);
  size_t level_begin = 0;
  std::vector<std::tuple<int, NodeId>> next;
  for (int32_t hop = 0; hop < options.max_hops; ++hop) {
    size_t level_end = result.nodes.size();
    for (size_t i = level_begin; i < level_end; ++i) {
      NodeId node = result.nodes[i];
      next.clear();
      graph.ForEachEdge(node, [&](const Edge& edge, NodeId other, bool leaves) {
        // Flow and uses first: where the room ends, they tell more than syntax does.
        if (!LeadsAstray(tree, node, edge, leaves)) {
          next.emplace_back(-static_cast<int>(edge.kind), represent(other));
        }
      });
      std::sort(next.begin(), next.end());
      for (const auto& [order, other] : next) reach(other);
    }
    level_begin = level_end;
  }
  for (size_t i = 0; i < result.nodes.size(); ++i) {
    graph.ForEachEdge(result.nodes[i], [&](const Edge& edge, NodeId other, bool leaves) {
      auto found = place.find(represent(other));
      if (!leaves || found == place.end()) return;
      auto from = static_cast<int32_t>(i), to = found->second;
      if (from == to) return;
      const auto forward = static_cast<uint8_t>(2 * static_cast<int>(edge.kind));
      result.edges.push_back({to, from, forward});
      result.edges.push_back({from, to, static_cast<uint8_t>(forward + 1)});
    });
  }
  // Order by (target, relation, source).
  auto key = [](const Neighbourhood::Edge& e) {
    return std::tuple(e.target, e.relation, e.source);
  };
  std::sort(result.edges.begin(), result.edges.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  result.edges.erase(std::unique(result.edges.begin(), result.edges.end()), result.edges.end());
  return result;
}

}  // namespace fastnode::pack
