#include <tuple>

#include "analyze/graph/graph.h"

namespace fastnode::graph {
namespace {

using ast::Tree;

// "12:attribute" or, of leaves, "13:'name'".
std::string Label(const Tree& tree, NodeId node) {
  constexpr size_t kMaxShown = 24;
  std::string label = std::to_string(node) + ":";
  if (tree.FirstChild(node) != ast::kNoNode || node == 0) {
    label += Name(tree[node].kind);
    return label;
  }
  label += '\'';
  for (char c : tree.Text(node).substr(0, kMaxShown)) label += c < ' ' && c >= 0 ? ' ' : c;
  return label + '\'';
}

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

constexpr std::string_view kColours[] = {
#define X(name, text, colour, names, from, to) colour,
    FASTNODE_EDGE_KINDS(X)
#undef X
};

}  // namespace

std::string Print(const bind::FileIndex& index, const ProgramGraph& graph) {
  std::string out;
  for (const Edge& edge : graph.edges) {
    out += Label(index.tree, edge.from) + " " + std::string(Name(edge.kind)) + " " +
           Label(index.tree, edge.to) + "\n";
  }
  return out;
}

std::string PrintDot(const bind::FileIndex& index, const ProgramGraph& graph) {
  std::string out = "digraph program {\n  node [shape=box, fontname=monospace];\n";
  for (NodeId node : index.tree.ids()) {
    out += "  n" + std::to_string(node) + " [label=" + Quoted(Label(index.tree, node)) + "];\n";
  }
  for (const Edge& edge : graph.edges) {
    out += "  n" + std::to_string(edge.from) + " -> n" + std::to_string(edge.to) +
           " [color=" + std::string(kColours[static_cast<size_t>(edge.kind)]) +
           ", tooltip=" + std::string(Name(edge.kind)) + "];\n";
  }
  return out + "}\n";
}

std::string Verify(const bind::FileIndex& index, const ProgramGraph& graph) {
  const size_t num_nodes = index.tree.nodes.size();
  if (graph.out_begin.size() != num_nodes + 1 || graph.in_begin.size() != num_nodes + 1 ||
      graph.in_edges.size() != graph.edges.size()) {
    return "index has the wrong size";
  }
  auto order = [](const Edge& e) { return std::tuple(e.from, e.kind, e.to); };
  for (EdgeId e : graph.edges.ids()) {
    const Edge& edge = graph.edges[e];
    for (NodeId end : {edge.from, edge.to}) {
      if (end < 0 || end >= index.tree.size()) return "an edge ends outside the tree";
    }
    if (e > 0 && order(graph.edges[e - 1]) >= order(edge)) return "edges are not sorted";
    if (NamesOf(edge.kind) == NamesIn::kVariable &&
        (index.variable_of[edge.from] == bind::kNone ||
         index.variable_of[edge.from] != index.variable_of[edge.to])) {
      return "an edge of one variable ends at another's name";
    }
  }
  for (NodeId n : index.tree.ids()) {
    if (graph.out_begin[n] > graph.out_begin[n + 1] || graph.in_begin[n] > graph.in_begin[n + 1]) {
      return "rows overlap";
    }
    for (EdgeId e : graph.Leaving(n)) {
      if (graph.edges[e].from != n) return "wrong row";
    }
    for (EdgeId e : graph.Entering(n)) {
      if (graph.edges[e].to != n) return "wrong row";
    }
  }
  return "";
}

}  // namespace fastnode::graph
