// Breadth first from the focus, at most max_hops edges and max_nodes nodes. Hiding is done on the
// edges as they are read, not on the graph: one graph serves every site of a source. What a chain
// of uses loses with a hidden link is closed over it, so that the cut is the one of a text in which
// something else stands there; cut_test.cc compares the two.
#include "collect/pack/neighbourhood.h"

#include <algorithm>
#include <bit>
#include <span>
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
      if (part < tree_.size()) {
        graph_.ForEach(
            part,
            [&](const Edge& edge) {
              if (!Removed(edge)) visit(edge, edge.to, true);
            },
            [&](const Edge& edge) {
              if (!Removed(edge)) visit(edge, edge.from, false);
            });
      }
      for (const Edge& edge : extra_) {
        if (edge.from == part) visit(edge, edge.to, true);
        if (edge.to == part) visit(edge, edge.from, false);
      }
    });
  }
  // Calls visit(edge) for those that leave it.
  template <typename Visitor>
  void ForEachLeaving(NodeId node, const Visitor& visit) {
    ForEachPart(node, [&](NodeId part) {
      if (part < tree_.size()) {
        graph_.ForEachLeaving(part, [&](const Edge& edge) {
          if (!Removed(edge)) visit(edge);
        });
      }
      for (const Edge& edge : extra_) {
        if (edge.from == part) visit(edge);
      }
    });
  }

 private:
  // The node, and the name after its dot.
  template <typename Visitor>
  void ForEachPart(NodeId node, const Visitor& visit) const {
    visit(node);
    if (node == tree_.size() || tree_[node].kind != Kind::kAttribute) return;
    const NodeId base = tree_.FirstChild(node);
    if (base == ast::kNoNode) return;
    for (NodeId c = base; (c = tree_.NextSibling(c)) != ast::kNoNode;) {
      if (tree_[c].kind == Kind::kIdentifier) visit(c);
    }
  }

  // Whether the edge would tell what is hidden.
  bool Removed(const Edge& edge) const {
    if (of_call_) {
      const bool jumps =
          edge.kind == EdgeKind::kNextToken && edge.from < site_.begin && edge.to >= site_.end;
      return jumps || IsOfCall(edge.from) || IsOfCall(edge.to);
    }
    switch (graph::NamesOf(edge.kind)) {
      case graph::NamesIn::kNone:
        return false;
      case graph::NamesIn::kSpelling:
        return HidesText(edge.from) || HidesText(edge.to);
      case graph::NamesIn::kVariable:
        break;
    }
    return edge.from == read_ || edge.to == read_;
  }
  bool IsOfCall(NodeId node) const { return node >= site_.begin && node < site_.end; }
  // Few are hidden, and most nodes stand elsewhere.
  bool HidesText(NodeId node) const {
    return node >= hidden_.front() && node <= hidden_.back() &&
           std::find(hidden_.begin(), hidden_.end(), node) != hidden_.end();
  }
  // Whether edges of a chain at the node would tell.
  bool Hides(NodeId node, EdgeKind kind) const {
    if (of_call_) return IsOfCall(node);
    return graph::NamesOf(kind) == graph::NamesIn::kSpelling ? HidesText(node) : node == read_;
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
bool LeadsAstray(const ast::Tree& tree, NodeId node) {
  if (node == tree.size()) return false;
  return tree[node].kind == Kind::kBlock || tree[node].kind == Kind::kModule;
}

// Where nodes stand in a neighbourhood: a small hash, as there are few of them in a large tree.
class Places {
 public:
  explicit Places(size_t max_nodes) : slots_(std::bit_ceil(2 * max_nodes + 2)) {}

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
  std::vector<Slot> slots_;  // at most half full
};

// Sorts a handful of numbers, which most lists here are.
void SortFew(uint64_t* first, uint64_t* last) {
  constexpr ptrdiff_t kFew = 16;
  if (last - first > kFew) return std::sort(first, last);
  for (uint64_t* next = first; next != last; ++next) {
    const uint64_t number = *next;
    uint64_t* to = next;
    for (; to != first && to[-1] > number; --to) *to = to[-1];
    *to = number;
  }
}

// An edge that leaves a node of the neighbourhood; of that its place.
struct Leaving {
  int32_t from;
  NodeId to;
  EdgeKind kind;
};

// Those that stay in the neighbourhood, both ways, in order, each once. They are dealt to their
// targets first: of each there are few.
std::vector<Neighbourhood::Edge> EdgesWithin(std::vector<Leaving> leaving, const Places& places,
                                             size_t num_nodes) {
  std::vector<uint32_t> begin(num_nodes + 2);
  auto begin_of = [&](int32_t place) -> uint32_t& { return begin[static_cast<size_t>(place) + 1]; };
  size_t num_inner = 0;  // these stand first then, and lead to places
  for (const Leaving& edge : leaving) {
    const int32_t to = places.Find(edge.to);
    if (to < 0 || to == edge.from) continue;
    ++begin_of(edge.from + 1);
    ++begin_of(to + 1);
    leaving[num_inner++] = {edge.from, NodeId(to), edge.kind};
  }
  for (size_t i = 2; i < begin.size(); ++i) begin[i] += begin[i - 1];
  // Of a target the relation before the source.
  auto number = [](int relation, int32_t source) {
    return static_cast<uint64_t>(relation) << 32 | static_cast<uint64_t>(source);
  };
  std::vector<uint64_t> dealt(2 * num_inner);
  for (const Leaving& edge : std::span(leaving).first(num_inner)) {
    const int forward = 2 * static_cast<int>(edge.kind);
    dealt[begin_of(edge.to)++] = number(forward, edge.from);
    dealt[begin_of(edge.from)++] = number(forward + 1, edge.to);
  }
  std::vector<Neighbourhood::Edge> edges(dealt.size());
  size_t num_edges = 0;
  for (size_t target = 0; target < num_nodes; ++target) {
    uint64_t *const first = dealt.data() + begin[target], *const last =
                                                              dealt.data() + begin[target + 1];
    SortFew(first, last);
    for (const uint64_t* edge = first; edge != last; ++edge) {
      if (edge != first && *edge == edge[-1]) continue;
      edges[num_edges++] = {static_cast<int32_t>(target), static_cast<int32_t>(*edge & 0xFFFFFFFF),
                            static_cast<uint8_t>(*edge >> 32)};
    }
  }
  edges.resize(num_edges);
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
  std::vector<Leaving> leaving;
  leaving.reserve(8 * max_nodes);
  size_t num_left = 0;  // nodes that were gone on from: the first ones
  size_t level_begin = 0;
  std::vector<uint64_t> next;
  for (int32_t hop = 0; hop < options.max_hops; ++hop) {
    const size_t level_end = result.nodes.size();
    for (size_t i = level_begin; i < level_end && !is_full(); ++i) {
      const NodeId node = result.nodes[i];
      const bool leads_astray = LeadsAstray(tree, node);
      next.clear();
      num_left = i + 1;
      graph.ForEachEdge(node, [&](const Edge& edge, NodeId other, bool leaves) {
        other = represent(other);
        if (leaves) leaving.push_back({static_cast<int32_t>(i), other, edge.kind});
        if (leads_astray && leaves && edge.kind == EdgeKind::kSyntaxChild) return;
        if (places.Find(other) >= 0) return;
        // Flow and uses first: where the room ends, they tell more than syntax does.
        const auto order =
            static_cast<uint64_t>(graph::kNumEdgeKinds - static_cast<int>(edge.kind));
        next.push_back(order << 32 | static_cast<uint64_t>(int64_t{other}));
      });
      SortFew(next.data(), next.data() + next.size());
      for (uint64_t one : next) reach(NodeId(static_cast<int32_t>(one & 0xFFFFFFFF)));
    }
    level_begin = level_end;
  }
  for (size_t i = num_left; i < result.nodes.size(); ++i) {
    graph.ForEachLeaving(result.nodes[i], [&](const Edge& edge) {
      leaving.push_back({static_cast<int32_t>(i), represent(edge.to), edge.kind});
    });
  }
  result.edges = EdgesWithin(std::move(leaving), places, result.nodes.size());
  return result;
}

}  // namespace fastnode::pack
