// Which edges an edit of some statements may change:
//
// - all that have an end in them; and the next-token edge across;
// - chains of uses: those of variables and of attributes' names that are used there, before or
// after;
// - data flow: of variables that are used there. If code may end there in other ways than before,
//   also of those that are used in the function around, or, where there is none, in any scope
//   around. So, too, where the edit reaches out of a block, and code around it may end otherwise.
//
// These are made anew, the others are moved. again_test compares with BuildGraph.
#include "analyze/graph/rebuild.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analyze/graph/exits.h"
#include "analyze/graph/families.h"

namespace fastnode::graph {
namespace {

using ast::Kind;
using ast::kNoNode;
using bind::VariableId;

// The ways in which statements, [first, end), may end, one after the other.
ExitSet ExitsOf(const ast::Tree& tree, NodeId first, NodeId end) {
  ExitMap of(tree);
  ExitSet exits = Bit(kNormal);
  for (NodeId s = first; s < end && Has(exits, kNormal); s = tree[s].subtree_end) {
    exits |= of.Of(s);
    if (!Has(of.Of(s), kNormal)) exits &= static_cast<ExitSet>(~Bit(kNormal));
  }
  return exits;
}

NodeId FunctionAround(const ast::Tree& tree, NodeId node) {
  do {
    node = tree[node].parent;
  } while (node != kNoNode && tree[node].kind != Kind::kFunctionDefinition);
  return node;
}

bool HasReferenceIn(const bind::Variable& variable, NodeId first, NodeId end) {
  const auto found = std::lower_bound(
      variable.references.begin(), variable.references.end(), first,
      [](const bind::Reference& reference, NodeId node) { return reference.node < node; });
  return found != variable.references.end() && found->node < end;
}

class Rebuilder {
 public:
  Rebuilder(const bind::FileIndex& before, const ProgramGraph& graph, const bind::FileIndex& after,
            const bind::Moved& moved)
      : before_(before), graph_(graph), after_(after), moved_(moved), splice_(moved.nodes) {}

  std::vector<Edge> Run() {
    FindUsed();
    FindFlowing();
    MakeAnew();
    return Merge();
  }

 private:
  // Of variables and names of attributes that occur in the statements, before or after.
  void FindUsed() {
    used_.assign(after_.variables.size(), false);
    for (NodeId node : IdRange(splice_.first, splice_.before_end)) {
      const VariableId v = before_.variable_of[node];
      if (v != bind::kNone && moved_.variables[v] != bind::kNone) used_[moved_.variables[v]] = true;
    }
    for (NodeId node : IdRange(splice_.first, splice_.after_end)) {
      const VariableId v = after_.variable_of[node];
      if (v != bind::kNone) used_[v] = true;
    }
    for (const bind::AttributeUse& use : before_.attributes) {
      if (splice_.HasBefore(use.name)) names_.insert(before_.tree.Text(use.name));
    }
    for (const bind::AttributeUse& use : after_.attributes) {
      if (splice_.HasAfter(use.name)) names_.insert(after_.tree.Text(use.name));
    }
    FindInherited();
  }

  // Of variables that nothing binds any longer the reads elsewhere mean others, or none.
  void FindInherited() {
    bool is_any_gone = false;
    for (VariableId v : before_.variables.ids()) {
      if (moved_.variables[v] != bind::kNone) continue;
      for (const bind::Reference& reference : before_.variables[v].references) {
        if (splice_.HasBefore(reference.node)) continue;
        is_any_gone = true;
        const VariableId heir = after_.variable_of[splice_.Moved(reference.node)];
        if (heir != bind::kNone) used_[heir] = true;
      }
    }
    if (!is_any_gone) return;
    for (const bind::AttributeUse& use : before_.attributes) {
      NodeId node = use.node;
      while (before_.tree.FirstChild(node) != kNoNode) node = before_.tree.FirstChild(node);
      const VariableId v = before_.variable_of[node];
      if (v != bind::kNone && moved_.variables[v] == bind::kNone) {
        names_.insert(before_.tree.Text(use.name));
      }
    }
  }

  // Those whose data flow may have changed.
  void FindFlowing() {
    flowing_ = used_;
    const ExitSet was = ExitsOf(before_.tree, splice_.first, splice_.before_end);
    const ExitSet is = ExitsOf(after_.tree, splice_.first, splice_.after_end);
    const NodeId block = before_.tree[splice_.first].parent;
    const bool reaches_out = before_.tree[block].subtree_end < splice_.before_end;
    if (was == is && Has(was, kNormal) && !reaches_out) return;
    const NodeId function = reaches_out ? kNoNode : FunctionAround(before_.tree, splice_.first);
    IdVector<bind::ScopeId, bool> around(after_.scopes.size(), false);
    for (bind::ScopeId s = after_.scope_of[block]; s != bind::kNone; s = after_.scopes[s].parent) {
      around[s] = true;
    }
    for (VariableId v : after_.variables.ids()) {
      const bind::Variable& variable = after_.variables[v];
      if (!around[variable.scope]) continue;
      if (function == kNoNode ||
          HasReferenceIn(variable, function, after_.tree[function].subtree_end)) {
        flowing_[v] = true;
      }
    }
  }

  void MakeAnew() {
    AddSyntaxEdges(after_, splice_.first, splice_.after_end, made_);
    AddComputedFromEdges(after_, splice_.first, splice_.after_end, made_);
    std::vector<VariableId> flowing;
    for (VariableId v : after_.variables.ids()) {
      if (used_[v]) AddVariableUses(after_.variables[v], made_);
      if (flowing_[v]) flowing.push_back(v);
    }
    AddPathUses(
        after_,
        [&](const bind::AttributeUse& use) { return names_.contains(after_.tree.Text(use.name)); },
        made_);
    AddDataFlowEdges(after_, flowing, made_);
    std::sort(made_.begin(), made_.end(), InOrder);
    made_.erase(std::unique(made_.begin(), made_.end()), made_.end());
  }

  static bool InOrder(const Edge& a, const Edge& b) {
    if (a.from != b.from) return a.from < b.from;
    if (a.kind != b.kind) return a.kind < b.kind;
    return a.to < b.to;
  }

  // Of a variable of before; one that is gone is among all.
  bool IsAmong(const IdVector<VariableId, bool>& variables, VariableId before) const {
    const VariableId v = moved_.variables[before];
    return v == bind::kNone || variables[v];
  }

  // Of an edge of before without an end in the statements.
  bool IsMadeAnew(const Edge& edge) const {
    switch (edge.kind) {
      case EdgeKind::kNextToken:
        return edge.from < splice_.first && edge.to >= splice_.before_end;
      case EdgeKind::kLastLexicalUse: {
        const VariableId v = before_.variable_of[edge.from];
        return v != bind::kNone ? IsAmong(used_, v) : asked_[edge.from];
      }
      case EdgeKind::kLastRead:
      case EdgeKind::kLastWrite:
        return IsAmong(flowing_, before_.variable_of[edge.from]);
      default:
        return false;
    }
  }

  std::vector<Edge> Merge() {
    asked_.assign(before_.tree.nodes.size(), false);
    for (const bind::AttributeUse& use : before_.attributes) {
      if (names_.contains(before_.tree.Text(use.name))) asked_[use.node] = true;
    }
    std::vector<Edge> edges;
    edges.reserve(graph_.edges.size() + made_.size());
    auto made = made_.begin();
    for (const Edge& edge : graph_.edges) {
      if (splice_.HasBefore(edge.from) || splice_.HasBefore(edge.to) || IsMadeAnew(edge)) continue;
      const Edge moved{splice_.Moved(edge.from), splice_.Moved(edge.to), edge.kind};
      while (made != made_.end() && InOrder(*made, moved)) edges.push_back(*made++);
      if (made != made_.end() && *made == moved) ++made;
      edges.push_back(moved);
    }
    edges.insert(edges.end(), made, made_.end());
    return edges;
  }

  const bind::FileIndex& before_;
  const ProgramGraph& graph_;
  const bind::FileIndex& after_;
  const bind::Moved& moved_;
  const ast::Splice splice_;
  IdVector<VariableId, bool> used_, flowing_;   // of after
  std::unordered_set<std::string_view> names_;  // of attributes
  IdVector<NodeId, bool> asked_;                // of before: attributes with such names
  std::vector<Edge> made_;
};

}  // namespace

ProgramGraph RebuildGraph(const bind::FileIndex& before, const ProgramGraph& graph,
                          const bind::FileIndex& after, const bind::Moved& moved) {
  return GraphOf(Rebuilder(before, graph, after, moved).Run(), after.tree.nodes.size());
}

}  // namespace fastnode::graph
