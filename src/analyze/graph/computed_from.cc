// computed_from: from what is assigned to what it is computed from.
#include <vector>

#include "analyze/graph/families.h"

namespace fastnode::graph {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::Tree;

// A value may be a table of thousands of names; what it is computed from is then no information.
constexpr size_t kMaxNames = 32;

bool IsTupleLike(Kind kind) {
  return kind == Kind::kPatternList || kind == Kind::kTuplePattern || kind == Kind::kListPattern ||
         kind == Kind::kExpressionList || kind == Kind::kTuple || kind == Kind::kList;
}

bool IsStar(Kind kind) { return kind == Kind::kListSplat || kind == Kind::kListSplatPattern; }

class Collector {
 public:
  Collector(const Tree& tree, std::vector<Edge>& edges) : tree_(tree), edges_(edges) {}

  // Tuples of the same length are paired element by element, others joined each with each.
  void Join(NodeId target, NodeId value) {
    if (target == kNoNode || value == kNoNode) return;
    std::vector<NodeId> targets = Elements(target), values = Elements(value);
    if (!targets.empty() && targets.size() == values.size()) {
      for (size_t i = 0; i < targets.size(); ++i) Join(targets[i], values[i]);
      return;
    }
    targets = TargetNames(target);
    values = ValueNames(value);
    if (targets.size() > kMaxNames || values.size() > kMaxNames) return;
    for (NodeId from : targets) {
      for (NodeId to : values) edges_.push_back({from, to, EdgeKind::kComputedFrom});
    }
  }

 private:
  // The elements of a tuple or list without stars, else nothing.
  std::vector<NodeId> Elements(NodeId node) const {
    std::vector<NodeId> elements;
    if (!IsTupleLike(tree_[node].kind)) return elements;
    for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
      if (IsStar(tree_[c].kind)) return {};
      elements.push_back(c);
    }
    return elements;
  }

  std::vector<NodeId> TargetNames(NodeId target) const {
    std::vector<NodeId> names;
    for (NodeId n = target; n < tree_[target].subtree_end;) {
      Kind kind = tree_[n].kind;
      if (kind == Kind::kIdentifier || kind == Kind::kAttribute) {
        names.push_back(n);
        n = tree_[n].subtree_end;
      } else if (tree_[n].field == Field::kSubscript) {
        n = tree_[n].subtree_end;  // `a[i] = v` says nothing of i
      } else {
        ++n;
      }
    }
    return names;
  }

  std::vector<NodeId> ValueNames(NodeId value) const {
    std::vector<NodeId> names;
    for (NodeId n = value; n < tree_[value].subtree_end;) {
      Kind kind = tree_[n].kind;
      if (kind == Kind::kKeywordArgument) {
        NodeId name = tree_.Child(n, Field::kName);
        n = name == kNoNode ? n + 1 : tree_[name].subtree_end;
      } else if (kind == Kind::kIdentifier || kind == Kind::kAttribute) {
        names.push_back(n);
        n = tree_[n].subtree_end;
      } else if (kind == Kind::kLambda) {
        n = tree_[n].subtree_end;  // is not run here
      } else {
        ++n;
      }
    }
    return names;
  }

  const Tree& tree_;
  std::vector<Edge>& edges_;
};

// `a = b = v`: the value of the outer assignment is that of the innermost one.
NodeId FinalValue(const Tree& tree, NodeId assignment) {
  NodeId value = tree.Child(assignment, Field::kRight);
  while (value != kNoNode && tree[value].kind == Kind::kAssignment) {
    value = tree.Child(value, Field::kRight);
  }
  return value;
}

}  // namespace

void AddComputedFromEdges(const bind::FileIndex& index, std::vector<Edge>& edges) {
  AddComputedFromEdges(index, ast::kRoot, index.tree.nodes.end_id(), edges);
}

void AddComputedFromEdges(const bind::FileIndex& index, NodeId first, NodeId end,
                          std::vector<Edge>& edges) {
  const Tree& tree = index.tree;
  Collector collector(tree, edges);
  for (NodeId node : IdRange(first, end)) {
    switch (tree[node].kind) {
      case Kind::kAssignment:
      case Kind::kAugmentedAssignment:
        collector.Join(tree.Child(node, Field::kLeft), FinalValue(tree, node));
        break;
      case Kind::kForStatement:
      case Kind::kForInClause:
        collector.Join(tree.Child(node, Field::kLeft), tree.Child(node, Field::kRight));
        break;
      case Kind::kNamedExpression:
        collector.Join(tree.Child(node, Field::kName), tree.Child(node, Field::kValue));
        break;
      case Kind::kAsPattern:  // of with and except
        collector.Join(tree.Child(node, Field::kAlias), tree.FirstChild(node));
        break;
      default:
        break;
    }
  }
}

}  // namespace fastnode::graph
