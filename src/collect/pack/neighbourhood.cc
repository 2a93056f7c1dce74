// Breadth first from the focus, at most max_hops edges and max_nodes nodes. Hiding is done on the
// edges as they are read, not on the graph: one graph serves every site of a source. What a chain
// of uses loses with a hidden link is closed over it, so that the cut is the one of a text in which
// something else stands there; cut_test.cc compares the two.
#include "collect/pack/neighbourhood.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "analyze/graph/reader.h"

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
        graph_(source.index, source.graph),
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
  void ForEachEdge(NodeId node, const Visitor& visit) {
    ForEachPart(node, [&](NodeId part) {
      VisitLeaving(part, [&](const Edge& edge) { visit(edge, edge.to, true); });
      VisitEntering(part, [&](const Edge& edge) { visit(edge, edge.from, false); });
    });
  }
  // Calls visit(edge) for those that leave it.
  template <typename Visitor>
  void ForEachLeaving(NodeId node, const Visitor& visit) {
    ForEachPart(node, [&](NodeId part) { VisitLeaving(part, visit); });
  }

 private:
  // The node, and the name after its dot.
  template <typename Visitor>
  void ForEachPart(NodeId node, const Visitor& visit) const {
    visit(node);
    if (node == tree_.size() || tree_[node].kind != Kind::kAttribute) return;
    for (NodeId c = tree_.FirstChild(node); c != ast::kNoNode; c = tree_.NextSibling(c)) {
      if (Representative(tree_, c) == node) visit(c);
    }
  }

  template <typename Visitor>
  void VisitLeaving(NodeId node, const Visitor& visit) {
    if (node < tree_.size()) {
      graph_.ForEachLeaving(node, [&](const Edge& edge) {
        if (!Removed(edge)) visit(edge);
      });
    }
    for (const Edge& edge : extra_) {
      if (edge.from == node) visit(edge);
    }
  }

  template <typename Visitor>
  void VisitEntering(NodeId node, const Visitor& visit) {
    if (node < tree_.size()) {
      graph_.ForEachEntering(node, [&](const Edge& edge) {
        if (!Removed(edge)) visit(edge);
      });
    }
    for (const Edge& edge : extra_) {
      if (edge.to == node) visit(edge);
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

  // The other ends of the edges of a kind that leave a node, or enter it.
  template <typename Visitor>
  void ForEachTo(NodeId node, EdgeKind kind, const Visitor& visit) {
    graph_.ForEachLeaving(node, [&](const Edge& edge) {
      if (edge.kind == kind) visit(edge.to);
    });
  }
  template <typename Visitor>
  void ForEachFrom(NodeId node, EdgeKind kind, const Visitor& visit) {
    graph_.ForEachEntering(node, [&](const Edge& edge) {
      if (edge.kind == kind) visit(edge.from);
    });
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
    std::vector<std::pair<NodeId, NodeId>> from;  // a visible node, a hidden one it points at
    for (NodeId node : hidden_) {
      if (!Hides(node, kind)) continue;
      ForEachFrom(node, kind, [&](NodeId visible) {
        if (!Hides(visible, kind)) from.emplace_back(visible, node);
      });
    }
    std::sort(from.begin(), from.end());
    std::vector<NodeId> seen;  // hidden nodes that lead on, of one visible node
    for (size_t i = 0; i < from.size();) {
      const NodeId visible = from[i].first;
      seen.clear();
      for (; i < from.size() && from[i].first == visible; ++i) seen.push_back(from[i].second);
      for (size_t done = 0; done < seen.size(); ++done) {
        ForEachTo(seen[done], kind, [&](NodeId to) {
          if (!Hides(to, kind)) {
            extra_.push_back({visible, to, kind});
          } else if (std::find(seen.begin(), seen.end(), to) == seen.end()) {
            seen.push_back(to);
          }
        });
      }
    }
  }

  const ast::Tree& tree_;
  graph::Reader graph_;
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

// Where nodes stand in a neighbourhood: a small hash, as there are few of them in a large tree.
class Places {
 public:
  explicit Places(size_t max_nodes) : slots_(std::bit_ceil(4 * max_nodes + 4)) {}

  // -1: nowhere.
  int32_t Find(NodeId node) const { return slots_[SlotOf(node)].place; }
  // Unless it has one. Returns whether it had none.
  bool Put(NodeId node, size_t place) {
    Slot& slot = slots_[SlotOf(node)];
    if (slot.place >= 0) return false;
    slot = {node, static_cast<int32_t>(place)};
    return true;
  }

 private:
  struct Slot {
    NodeId node{0};
    int32_t place = -1;
  };
  size_t SlotOf(NodeId node) const {
    const size_t mask = slots_.size() - 1;
    size_t at = static_cast<size_t>(int64_t{node}) & mask;  // neighbours stand in a row
    while (slots_[at].place >= 0 && slots_[at].node != node) at = (at + 1) & mask;
    return at;
  }
  std::vector<Slot> slots_;  // at most a quarter full
};

// Edges as numbers: the target before the relation before the source.
uint64_t NumberOf(int32_t target, uint8_t relation, int32_t source) {
  return static_cast<uint64_t>(target) << 40 | uint64_t{relation} << 32 |
         static_cast<uint64_t>(source);
}
int32_t TargetOf(uint64_t edge) { return static_cast<int32_t>(edge >> 40); }

// The edges of `numbers` in order, each once. They are dealt to their targets first: of each there
// are few.
std::vector<Neighbourhood::Edge> Sorted(const std::vector<uint64_t>& numbers, size_t num_nodes) {
  std::vector<uint32_t> begin(num_nodes + 2);
  for (uint64_t edge : numbers) ++begin[static_cast<size_t>(TargetOf(edge)) + 2];
  for (size_t i = 2; i < begin.size(); ++i) begin[i] += begin[i - 1];
  std::vector<uint64_t> dealt(numbers.size());
  for (uint64_t edge : numbers) dealt[begin[static_cast<size_t>(TargetOf(edge)) + 1]++] = edge;
  std::vector<Neighbourhood::Edge> edges;
  edges.reserve(dealt.size());
  for (size_t i = 0; i < num_nodes; ++i) {
    const auto first = dealt.begin() + begin[i], last = dealt.begin() + begin[i + 1];
    std::sort(first, last);
    std::for_each(first, std::unique(first, last), [&](uint64_t edge) {
      edges.push_back({TargetOf(edge), static_cast<int32_t>(edge & 0xFFFFFFFF),
                       static_cast<uint8_t>(edge >> 32)});
    });
  }
  return edges;
}

}  // namespace

Neighbourhood FindNeighbourhood(const AnalysedSource& source, const Site& site,
                                const CutOptions& options) {
  const ast::Tree& tree = source.index.tree;
  HidingGraph graph(source, site);
  auto represent = [&](NodeId node) {
    return node == tree.size() ? node : Representative(tree, node);
  };
  const auto max_nodes = static_cast<size_t>(std::max(0, options.max_nodes));
  Neighbourhood result;
  result.nodes.reserve(max_nodes);
  Places places(max_nodes);
  auto is_full = [&] { return result.nodes.size() >= max_nodes; };
  auto reach = [&](NodeId node) {
    if (!is_full() && places.Put(node, result.nodes.size())) result.nodes.push_back(node);
  };
  reach(site.focus);
  // Edges that leave the nodes that were gone on from, which are the first ones.
  struct Leaving {
    size_t from;
    NodeId to;
    EdgeKind kind;
  };
  std::vector<Leaving> leaving;
  leaving.reserve(8 * max_nodes);
  size_t num_left = 0;
  size_t level_begin = 0;
  std::vector<uint64_t> next;
  for (int32_t hop = 0; hop < options.max_hops; ++hop) {
    const size_t level_end = result.nodes.size();
    for (size_t i = level_begin; i < level_end && !is_full(); ++i) {
      const NodeId node = result.nodes[i];
      next.clear();
      num_left = i + 1;
      graph.ForEachEdge(node, [&](const Edge& edge, NodeId other, bool leaves) {
        other = represent(other);
        if (leaves) leaving.push_back({i, other, edge.kind});
        if (LeadsAstray(tree, node, edge, leaves)) return;
        // Flow and uses first: where the room ends, they tell more than syntax does.
        const auto order =
            static_cast<uint64_t>(graph::kNumEdgeKinds - static_cast<int>(edge.kind));
        next.push_back(order << 32 | static_cast<uint64_t>(int64_t{other}));
      });
      std::sort(next.begin(), next.end());
      for (uint64_t one : next) reach(NodeId(static_cast<int32_t>(one & 0xFFFFFFFF)));
    }
    level_begin = level_end;
  }
  std::vector<uint64_t> edges;
  edges.reserve(16 * result.nodes.size());
  auto add = [&](size_t node, EdgeKind kind, NodeId other) {
    const auto from = static_cast<int32_t>(node), to = places.Find(other);
    if (to < 0 || from == to) return;
    const auto forward = static_cast<uint8_t>(2 * static_cast<int>(kind));
    edges.push_back(NumberOf(to, forward, from));
    edges.push_back(NumberOf(from, static_cast<uint8_t>(forward + 1), to));
  };
  for (const Leaving& edge : leaving) add(edge.from, edge.kind, edge.to);
  for (size_t i = num_left; i < result.nodes.size(); ++i) {
    graph.ForEachLeaving(result.nodes[i],
                         [&](const Edge& edge) { add(i, edge.kind, represent(edge.to)); });
  }
  result.edges = Sorted(edges, result.nodes.size());
  return result;
}

}  // namespace fastnode::pack
