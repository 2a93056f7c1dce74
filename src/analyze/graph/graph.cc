// Families append their edges in any order. Rows are then made by counting: linear in the number of
// edges, but for the sorting within a row.
#include "analyze/graph/graph.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

#include "analyze/graph/families.h"

namespace fastnode::graph {
namespace {

constexpr std::string_view kNames[] = {
#define X(name, text, colour, names, from, to) text,
    FASTNODE_EDGE_KINDS(X)
#undef X
};

auto OutOrder(const Edge& edge) { return std::tuple(edge.kind, edge.to); }

// Where the row of each node begins, and the last one ends: `node_of` says whose an edge is.
template <typename NodeOf>
IdVector<NodeId, uint32_t> RowBegins(const std::vector<Edge>& edges, size_t num_nodes,
                                     const NodeOf& node_of) {
  IdVector<NodeId, uint32_t> begin(num_nodes + 1, 0);
  for (const Edge& edge : edges) ++begin[node_of(edge) + 1];
  for (NodeId n(0); n < NodeId(num_nodes); ++n) begin[n + 1] += begin[n];
  return begin;
}

NodeId From(const Edge& edge) { return edge.from; }
NodeId To(const Edge& edge) { return edge.to; }

// Sorted by (from, kind, to), without duplicates: rows are counted out, then sorted one by one.
std::vector<Edge> SortRows(const std::vector<Edge>& edges, size_t num_nodes) {
  const IdVector<NodeId, uint32_t> begin = RowBegins(edges, num_nodes, From);
  std::vector<Edge> rows(edges.size());
  IdVector<NodeId, uint32_t> next = begin;
  for (const Edge& edge : edges) rows[next[edge.from]++] = edge;
  for (NodeId n(0); n < NodeId(num_nodes); ++n) {
    if (begin[n + 1] - begin[n] < 2) continue;
    std::sort(rows.begin() + begin[n], rows.begin() + begin[n + 1],
              [](const Edge& a, const Edge& b) { return OutOrder(a) < OutOrder(b); });
  }
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

void IndexOutgoing(size_t num_nodes, ProgramGraph& graph) {
  graph.out_begin.reserve(num_nodes + 1);
  EdgeId edge(0);
  for (NodeId n(0); n <= NodeId(num_nodes); ++n) {
    while (edge < graph.edges.end_id() && graph.edges[edge].from < n) ++edge;
    graph.out_begin.push_back(edge);
  }
}

// Edges go through in order of `from`; what enters a node, a few edges, is then sorted by kind,
// where it is not already.
void IndexIncoming(size_t num_nodes, ProgramGraph& graph) {
  graph.in_begin = RowBegins(graph.edges.values(), num_nodes, To);
  graph.in_edges.resize(graph.edges.size());
  IdVector<NodeId, uint32_t> next = graph.in_begin;
  IdVector<NodeId, EdgeKind> last_kind(num_nodes, EdgeKind{});
  std::vector<NodeId> unsorted;
  for (EdgeId e : graph.edges.ids()) {
    const Edge& edge = graph.edges[e];
    graph.in_edges[next[edge.to]++] = e;
    if (edge.kind < last_kind[edge.to]) unsorted.push_back(edge.to);
    last_kind[edge.to] = edge.kind;
  }
  std::sort(unsorted.begin(), unsorted.end());
  unsorted.erase(std::unique(unsorted.begin(), unsorted.end()), unsorted.end());
  for (NodeId n : unsorted) {
    std::sort(graph.in_edges.begin() + graph.in_begin[n],
              graph.in_edges.begin() + graph.in_begin[n + 1], [&](EdgeId a, EdgeId b) {
                const EdgeKind of_a = graph.edges[a].kind, of_b = graph.edges[b].kind;
                return of_a != of_b ? of_a < of_b : a < b;
              });
  }
}

}  // namespace

std::string_view Name(EdgeKind kind) { return kNames[static_cast<size_t>(kind)]; }

ProgramGraph BuildGraph(const bind::FileIndex& index) {
  std::vector<Edge> edges;
  AddSyntaxEdges(index, edges);
  AddLexicalUseEdges(index, edges);
  AddDataFlowEdges(index, edges);
  AddComputedFromEdges(index, edges);
  const size_t num_nodes = index.tree.nodes.size();
  return GraphOf(SortRows(edges, num_nodes), num_nodes);
}

ProgramGraph GraphOf(std::vector<Edge> edges, size_t num_nodes) {
  ProgramGraph graph;
  graph.edges = IdVector<EdgeId, Edge>(std::move(edges));
  IndexOutgoing(num_nodes, graph);
  IndexIncoming(num_nodes, graph);
  return graph;
}

}  // namespace fastnode::graph
