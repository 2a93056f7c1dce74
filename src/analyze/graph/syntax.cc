// child and next_token.
#include "analyze/graph/families.h"

namespace fastnode::graph {

using ast::Kind;

bool IsToken(const ast::Tree& tree, NodeId node) {
  if (tree.FirstChild(node) != ast::kNoNode || tree[node].missing) return false;
  switch (tree[node].kind) {
    case Kind::kIdentifier:
    case Kind::kInteger:
    case Kind::kFloat:
    case Kind::kString:
    case Kind::kTrue:
    case Kind::kFalse:
    case Kind::kNone:
    case Kind::kEllipsis:
    case Kind::kKeyword:
    case Kind::kOperator:
      return true;
    default:
      return false;
  }
}

void AddSyntaxEdges(const bind::FileIndex& index, NodeId first, NodeId end,
                    std::vector<Edge>& edges) {
  const ast::Tree& tree = index.tree;
  for (NodeId node : IdRange(first, end)) {
    if (node != ast::kRoot) edges.push_back({tree[node].parent, node, EdgeKind::kSyntaxChild});
  }
  // Pre-order is text order for leaves.
  NodeId last = first - 1;
  while (last != ast::kNoNode && !IsToken(tree, last)) --last;
  for (NodeId node : IdRange(first, end)) {
    if (!IsToken(tree, node)) continue;
    if (last != ast::kNoNode) edges.push_back({last, node, EdgeKind::kNextToken});
    last = node;
  }
  // To the first token behind them.
  NodeId next = end;
  while (next < tree.nodes.end_id() && !IsToken(tree, next)) ++next;
  const bool is_linked = last != ast::kNoNode && next < tree.nodes.end_id();
  if (is_linked) edges.push_back({last, next, EdgeKind::kNextToken});
}

void AddSyntaxEdges(const bind::FileIndex& index, std::vector<Edge>& edges) {
  AddSyntaxEdges(index, ast::kRoot, index.tree.nodes.end_id(), edges);
}

}  // namespace fastnode::graph
