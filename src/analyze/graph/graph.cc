#include "analyze/graph/graph.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

#include "analyze/graph/families.h"

namespace fastnode::graph {
namespace {

constexpr std::string_view kNames[] = {
#define X(name, text, from, to) text,
    FASTNODE_EDGE_KINDS(X)
#undef X
};

auto OutOrder(const Edge &edge) { return std::tuple(edge.kind, edge.to); }

// Sorted by (from, kind, to), without duplicates: rows are counted out, then
// sorted one by one.
std::vector<Edge> SortRows(const std::vector<Edge> &edges, size_t num_nodes) {
  std::vector<size_t> begin(num_nodes + 1, 0);
  for (const Edge &edge : edges) ++begin[static_cast<size_t>(edge.from) + 1];
  for (size_t n = 0; n < num_nodes; ++n) begin[n + 1] += begin[n];
  std::vector<Edge> rows(edges.size());
  std::vector<size_t> next(begin.begin(), begin.end() - 1);
  for (const Edge &edge : edges) rows[next[static_cast<size_t>(edge.from)]++] = edge;
  for (size_t n = 0; n < num_nodes; ++n) {
    std::sort(rows.begin() + static_cast<ptrdiff_t>(begin[n]),
              rows.begin() + static_cast<ptrdiff_t>(begin[n + 1]),
              [](const Edge &a, const Edge &b) { return OutOrder(a) < OutOrder(b); });
  }
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

void IndexOutgoing(size_t num_nodes, ProgramGraph &graph) {
  graph.out_begin.assign(num_nodes + 1, 0);
  for (const Edge &edge : graph.edges) ++graph.out_begin[static_cast<size_t>(edge.from) + 1];
  for (size_t n = 0; n < num_nodes; ++n) graph.out_begin[n + 1] += graph.out_begin[n];
}

// Edges go through in order of kind, and within a kind in order of `from`: rows
// come out sorted.
void IndexIncoming(size_t num_nodes, ProgramGraph &graph) {
  graph.in_begin.assign(num_nodes + 1, 0);
  for (const Edge &edge : graph.edges) ++graph.in_begin[static_cast<size_t>(edge.to) + 1];
  for (size_t n = 0; n < num_nodes; ++n) graph.in_begin[n + 1] += graph.in_begin[n];
  graph.in_edges.resize(graph.edges.size());
  std::vector<int32_t> next(graph.in_begin.begin(), graph.in_begin.end() - 1);
  for (int kind = 0; kind < kNumEdgeKinds; ++kind) {
    for (size_t e = 0; e < graph.edges.size(); ++e) {
      const Edge &edge = graph.edges[e];
      if (static_cast<int>(edge.kind) != kind) continue;
      int32_t at = next[static_cast<size_t>(edge.to)]++;
      graph.in_edges[static_cast<size_t>(at)] = static_cast<int32_t>(e);
    }
  }
}

}  // namespace

std::string_view Name(EdgeKind kind) { return kNames[static_cast<size_t>(kind)]; }

ProgramGraph BuildGraph(const bind::FileIndex &index) {
  std::vector<Edge> edges;
  AddSyntaxEdges(index, edges);
  AddLexicalUseEdges(index, edges);
  AddDataFlowEdges(index, edges);
  AddComputedFromEdges(index, edges);
  ProgramGraph graph;
  const size_t num_nodes = index.tree.nodes.size();
  graph.edges = SortRows(edges, num_nodes);
  IndexOutgoing(num_nodes, graph);
  IndexIncoming(num_nodes, graph);
  return graph;
}

}  // namespace fastnode::graph
