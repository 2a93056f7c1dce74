// Which edges an edit of some statements may change:
//
// - all that have an end in them; and the next-token edge across;
// - chains of uses: those of variables and of attributes' names that are used there, before or
// after;
// - data flow: of variables that are used there. If code may end there in other ways than before,
//   also of those that are used in the function around, or, where there is none, in any scope
//   around. So, too, where the edit reaches out of a block, and code around it may end otherwise.
//
// These are made anew, data flow not before somebody reads it; the others stay. again_test compares
// with BuildGraph.
#include "analyze/graph/rebuild.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>
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
  ExitMap of(tree, first, end);
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

bool InOrder(const Edge& a, const Edge& b) {
  return std::tie(a.from, a.kind, a.to) < std::tie(b.from, b.kind, b.to);
}

// Edges are sorted as numbers, of their ends and, between them, the kind. No text that is parsed
// has as many nodes as would be too many.
constexpr int kNodeBits = 28, kKindBits = 8;
constexpr uint64_t kNodeMask = (uint64_t{1} << kNodeBits) - 1;
constexpr uint64_t kKindMask = (uint64_t{1} << kKindBits) - 1;

uint64_t KeyOf(NodeId major, EdgeKind kind, NodeId minor) {
  const auto bits = [](NodeId node) { return static_cast<uint64_t>(int32_t{node}); };
  return bits(major) << (kNodeBits + kKindBits) | static_cast<uint64_t>(kind) << kNodeBits |
         bits(minor);
}

// By (from, kind, to) or by (to, kind, from), without duplicates.
std::vector<Edge> Sorted(const std::vector<Edge>& edges, bool by_to = false) {
  std::vector<uint64_t> keys;
  keys.reserve(edges.size());
  for (const Edge& e : edges) {
    keys.push_back(by_to ? KeyOf(e.to, e.kind, e.from) : KeyOf(e.from, e.kind, e.to));
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  std::vector<Edge> sorted;
  sorted.reserve(keys.size());
  for (const uint64_t key : keys) {
    const NodeId major(key >> (kNodeBits + kKindBits)), minor(key & kNodeMask);
    const auto kind = static_cast<EdgeKind>(key >> kNodeBits & kKindMask);
    sorted.push_back(by_to ? Edge{minor, major, kind} : Edge{major, minor, kind});
  }
  return sorted;
}

class Rebuilder {
 public:
  Rebuilder(const bind::FileIndex& before, const bind::FileIndex& after, const bind::Moved& moved)
      : before_(before), after_(after), moved_(moved), splice_(moved.nodes) {}

  Edit Run(std::shared_ptr<const ProgramGraph> graph) {
    FindUsed();
    FindFlowing();
    std::vector<std::string> names(names_.begin(), names_.end());
    std::sort(names.begin(), names.end());
    std::vector<Edge> made = MakeAnew(), by_to = Sorted(made, true);
    return {std::move(graph), splice_,         std::move(used_), std::move(flowing_),
            std::move(names), std::move(made), std::move(by_to)};
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
    if (!moved_.hands_outwards) return;
    for (VariableId v : before_.variables.ids()) {
      if (moved_.variables[v] != bind::kNone) continue;
      for (const bind::Reference& reference : before_.variables[v].references) {
        if (splice_.HasBefore(reference.node)) continue;
        const VariableId heir = after_.variable_of[splice_.Moved(reference.node)];
        if (heir != bind::kNone) used_[heir] = true;
      }
    }
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

  std::vector<Edge> MakeAnew() const {
    std::vector<Edge> made;
    AddSyntaxEdges(after_, splice_.first, splice_.after_end, made);
    AddComputedFromEdges(after_, splice_.first, splice_.after_end, made);
    for (VariableId v : after_.variables.ids()) {
      if (used_[v]) AddVariableUses(after_.variables[v], made);
    }
    // Most names are told from those by a look at one letter.
    std::array<bool, 256> ends{};
    auto end_of = [](std::string_view name) {
      return static_cast<unsigned char>(name.empty() ? 0 : name.back());
    };
    for (std::string_view name : names_) ends[end_of(name)] = true;
    AddPathUses(
        after_,
        [&](const bind::AttributeUse& use) {
          const std::string_view name = after_.tree.Text(use.name);
          return ends[end_of(name)] && names_.contains(name);
        },
        made);
    return Sorted(made);
  }

  const bind::FileIndex& before_;
  const bind::FileIndex& after_;
  const bind::Moved& moved_;
  const ast::Splice splice_;
  IdVector<VariableId, bool> used_, flowing_;   // of after
  std::unordered_set<std::string_view> names_;  // of attributes
};

ProgramGraph Merged(const bind::FileIndex& index, const Edit& edit) {
  std::vector<Edge> made = edit.made;
  std::vector<VariableId> flowing;
  for (VariableId v : index.variables.ids()) {
    if (edit.flowing[v]) flowing.push_back(v);
  }
  AddDataFlowEdges(index, flowing, made);
  made = Sorted(made);
  std::vector<Edge> edges;
  edges.reserve(edit.before->edges.size() + made.size());
  auto next = made.begin();
  for (const Edge& edge : edit.before->edges) {
    if (!edit.Keeps(index, edge)) continue;
    const Edge moved{edit.splice.Moved(edge.from), edit.splice.Moved(edge.to), edge.kind};
    while (next != made.end() && InOrder(*next, moved)) edges.push_back(*next++);
    if (next != made.end() && *next == moved) ++next;
    edges.push_back(moved);
  }
  edges.insert(edges.end(), next, made.end());
  return GraphOf(std::move(edges), index.tree.nodes.size());
}

}  // namespace

// The text outside of the statements is as it was, and so is what an edge there hangs on.
bool Edit::Keeps(const bind::FileIndex& index, const Edge& edge) const {
  if (splice.HasBefore(edge.from) || splice.HasBefore(edge.to)) return false;
  const NodeId from = splice.Moved(edge.from);
  // Of a variable that is gone nobody has any.
  auto stays = [&](const IdVector<VariableId, bool>& anew) {
    const VariableId variable = index.variable_of[from];
    return variable != bind::kNone && !anew[variable];
  };
  switch (edge.kind) {
    case EdgeKind::kNextToken:
      return edge.from >= splice.first || edge.to < splice.before_end;
    case EdgeKind::kLastLexicalUse: {
      if (index.tree[from].kind != Kind::kAttribute) return stays(used);
      const NodeId name = index.tree.Child(from, ast::Field::kAttribute);
      return !std::binary_search(names.begin(), names.end(), index.tree.Text(name), std::less<>());
    }
    case EdgeKind::kLastRead:
    case EdgeKind::kLastWrite:
      return stays(flowing);
    default:
      return true;
  }
}

std::shared_ptr<const ProgramGraph> Whole(const bind::FileIndex& index, const SourceGraph& graph) {
  if (graph.edited_ == nullptr) return graph.whole_;
  SourceGraph::Edited& edited = *graph.edited_;
  std::call_once(edited.is_merged, [&] {
    edited.merged = std::make_shared<const ProgramGraph>(Merged(index, edited.edit));
  });
  return edited.merged;
}

SourceGraph RebuildGraph(const bind::FileIndex& before, const SourceGraph& graph,
                         const bind::FileIndex& after, const bind::Moved& moved) {
  return SourceGraph(Rebuilder(before, after, moved).Run(Whole(before, graph)));
}

}  // namespace fastnode::graph
