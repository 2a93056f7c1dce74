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

void AddSyntaxEdges(const bind::FileIndex& index, std::vector<Edge>& edges) {
  const ast::Tree& tree = index.tree;
  for (NodeId node : IdRange(ast::kRoot + 1, tree.nodes.end_id())) {
    edges.push_back({tree[node].parent, node, EdgeKind::kSyntaxChild});
  }
  // Pre-order is text order for leaves.
  NodeId last = ast::kNoNode;
  for (NodeId node : tree.ids()) {
    if (!IsToken(tree, node)) continue;
    if (last != ast::kNoNode) edges.push_back({last, node, EdgeKind::kNextToken});
    last = node;
  }
}

}  // namespace fastnode::graph
