// Which bindings of a variable a read may see.
//
// Nodes are numbered in text order. A binding holds from the end of its statement on, and inside
// the block in which it stands nothing older is seen: so the walk goes back from the read and stops
// at the first binding whose block contains it, or at a statement through which every way leads
// past one (passed_statements.h). Where only the ways lead past none on which no condition holds,
// and a condition asks for the variable's class, that question stands for all that is older. A loop
// round the read brings the bindings further down round again. Held by references_test.cc and
// tests/corpus/types/{names,branches}.py.
#include <algorithm>
#include <span>

#include "analyze/types/file/branches.h"
#include "analyze/types/file/passed_statements.h"
#include "analyze/types/file/references.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::Reference;

namespace {

// Of a name bound more often than there is room for, the nearest count.
constexpr int kMaxSteps = 64;  // looked at, of those above

bool IsSeen(const File& f, NodeId binding) {
  return !f.module->IsDead(binding) && !f.is_hidden(binding);
}
// Most references are reads.
inline bool Counts(const File& f, const Reference& reference) {
  return IsBinding(reference.kind) && IsSeen(f, reference.node);
}

// From there on the first that is no read. Nearly all are reads, and a name may have hundreds.
const Reference* PastReads(const Reference* at, const Reference* end) {
  static_assert(static_cast<int>(bind::ReferenceKind::kRead) == 0);
  const auto kind = [&](int i) { return static_cast<int>(at[i].kind); };
  while (end - at >= 4 && (kind(0) | kind(1) | kind(2) | kind(3)) == 0) at += 4;
  while (at != end && kind(0) == 0) ++at;
  return at;
}

bool IsComprehension(Kind kind) {
  return kind == Kind::kListComprehension || kind == Kind::kSetComprehension ||
         kind == Kind::kDictionaryComprehension || kind == Kind::kGeneratorExpression;
}

// The outermost loop of the scope of `read` that contains it but not `past`.
NodeId LoopAround(const ast::Tree& tree, NodeId read, NodeId scope_node, NodeId past) {
  NodeId loop = kNoNode;
  for (NodeId n = tree[read].parent; n != kNoNode && n != scope_node; n = tree[n].parent) {
    if (!IsLoop(tree[n].kind)) continue;
    if (past != kNoNode && n <= past && past < tree[n].subtree_end) break;
    loop = n;
  }
  return loop;
}

// The bindings in clauses of a comprehension whose element reads the variable: they stand `behind`
// the read and run before it.
FewNodes BoundInClauses(const File& f, std::span<const Reference> behind, NodeId read) {
  FewNodes bindings;
  if (behind.empty()) return bindings;
  NodeId part = read;
  for (NodeId n = f.parent(read); bindings.empty() && n != kNoNode; part = n, n = f.parent(n)) {
    if (f.kind(n) == Kind::kBlock || f.kind(n) == Kind::kModule) break;
    if (!IsComprehension(f.kind(n)) || f.field(part) != Field::kBody) continue;
    for (const Reference& reference : behind) {
      if (!f.contains(n, reference.node) || bindings.full()) break;
      const bool is_clause = reference.node >= f.tree()[part].subtree_end;
      if (is_clause && Counts(f, reference)) bindings.push_back(reference.node);
    }
  }
  return bindings;
}

// Walks back over the bindings above a read.
class Above {
 public:
  // `references`: those above, the nearest last.
  Above(const File& f, std::span<const Reference> references, NodeId read)
      : f_(f), references_(references), read_(read), passed_(f) {}

  void Walk() {
    size_t at = references_.size();
    int steps = kMaxSteps;
    while (ruling == kNoNode && !seen.bindings.full() && steps > 0) {
      while (at > 0 && !IsBinding(references_[at - 1].kind)) --at;  // most are reads
      if (at == 0) break;
      const Reference& reference = references_[--at];
      if (!IsSeen(f_, reference.node)) continue;
      const Extent extent = ExtentOf(f_.tree(), reference.node);
      if (read_ < extent.from) continue;
      --steps;
      if (f_.contains(extent.region, read_)) {
        seen.bindings.push_back(reference.node);
        ruling = reference.node;
      } else if (NodeId hiding = passed_.RegionThatHides(reference.node, read_);
                 hiding != kNoNode) {
        while (at > 0 && references_[at - 1].node >= hiding) --at;
      } else {
        AddFromBranch(reference.node, extent.region);
      }
    }
  }

  Seen seen;
  std::vector<NodeId> round;  // those that only come round in a loop
  NodeId ruling = kNoNode;    // what nothing older comes past: a binding or a statement

 private:
  void AddFromBranch(NodeId binding, NodeId region) {
    switch (WayTo(f_, region, read_)) {
      case Way::kNone:
        return;
      case Way::kRound:
        round.push_back(binding);
        return;
      case Way::kOnwards:
        break;
    }
    if (const NodeId loop = WhileBefore(region); loop != kNoNode && RuleByConditions(loop)) return;
    seen.bindings.push_back(binding);
    const Passed::Statement passed = passed_.Add(region, read_);
    if (passed.always) {
      ruling = passed.node;
    } else if (passed.node != kNoNode) {
      RuleByConditions(passed.node);
    }
  }

  // The `while` without `else` that ends above the read, and stands in a block around both.
  NodeId WhileBefore(NodeId region) const {
    NodeId node = region;
    while (f_.parent(node) != kNoNode && !f_.contains(f_.parent(node), read_))
      node = f_.parent(node);
    const bool ends = f_.kind(node) == Kind::kWhileStatement &&
                      f_.child(node, Field::kAlternative) == kNoNode && !IsLeftByBreak(node);
    return ends ? node : kNoNode;
  }

  bool IsLeftByBreak(NodeId loop) const {
    for (NodeId n : f_.tree().Subtree(loop)) {
      if (f_.kind(n) == Kind::kBreakStatement) return true;
    }
    return false;
  }

  bool RuleByConditions(NodeId statement) {
    seen.passed = BehindConditions(f_, statement, read_);
    if (seen.passed.read == kNoNode) return false;
    ruling = statement;
    return true;
  }

  const File& f_;
  const std::span<const Reference> references_;
  const NodeId read_;
  Passed passed_;
};

}  // namespace

FewNodes Bindings(const File& f, VariableId variable) {
  FewNodes bindings;
  if (variable == kNone) return bindings;
  const std::span<const Reference> references = f.variable(variable).references;
  const Reference* const end = references.data() + references.size();
  for (const Reference* at = PastReads(references.data(), end); at != end;
       at = PastReads(at + 1, end)) {
    if (!Counts(f, *at)) continue;
    bindings.push_back(at->node);
    if (bindings.full()) break;
  }
  if (!bindings.empty() || !f.module->is_stub()) return bindings;
  // What only a newer Python has: who asks has a newer one.
  for (const Reference& reference : references) {
    if (IsBinding(reference.kind)) bindings.push_back(reference.node);
    if (bindings.full()) break;
  }
  return bindings;
}

Seen BindingsSeen(const File& f, VariableId variable, NodeId read) {
  const ast::Tree& tree = f.tree();
  const std::span<const Reference> references = f.variable(variable).references;
  const auto at = static_cast<size_t>(
      std::lower_bound(references.begin(), references.end(), read,
                       [](const Reference& r, NodeId wanted) { return r.node < wanted; }) -
      references.begin());
  const size_t own = at < references.size() && references[at].node == read ? 1 : 0;
  Above above(f, references.first(at), read);
  FewNodes& bindings = above.seen.bindings;
  bindings = BoundInClauses(f, references.subspan(at + own), read);
  if (!bindings.empty()) return std::move(above.seen);
  above.Walk();
  const NodeId loop =
      LoopAround(tree, read, f.scope(f.variable(variable).scope).node, above.ruling);
  if (loop == kNoNode) return std::move(above.seen);
  for (NodeId binding : above.round) {
    if (f.contains(loop, binding) && !bindings.full()) bindings.push_back(binding);
  }
  for (const Reference& reference : references) {
    if (reference.node >= tree[loop].subtree_end || bindings.full()) break;
    if (reference.node < loop || reference.node == read || !Counts(f, reference)) continue;
    if (read >= ExtentOf(tree, reference.node).from) continue;
    bindings.push_back(reference.node);
  }
  return std::move(above.seen);
}

}  // namespace fastnode::types
