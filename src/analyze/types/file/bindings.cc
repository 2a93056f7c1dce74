// Which bindings of a variable a read may see.
//
// Nodes are numbered in text order. A binding holds from the end of its statement on, and inside
// the block in which it stands nothing older is seen: so the walk goes back from the read and stops
// at the first binding whose block contains it. A loop round the read brings the bindings further
// down round again. Branches are not joined path by path: what stands in one counts, and so does
// what stands before it. Held by references_test.cc and tests/corpus/types/names.py.
#include <algorithm>
#include <span>

#include "analyze/types/file/references.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::Reference;

namespace {

constexpr size_t kMaxBindings = 16;  // of a name bound more often the nearest count

bool IsLoop(Kind kind) { return kind == Kind::kForStatement || kind == Kind::kWhileStatement; }

bool Counts(const File& f, const Reference& reference) {
  return IsBinding(reference.kind) && !f.module->IsDead(reference.node) &&
         !f.is_hidden(reference.node);
}

// Where a binding holds: reads from `from` on see it, and those inside `region` see nothing older.
struct Extent {
  NodeId from;
  NodeId region;
};

Extent ExtentOf(const ast::Tree& tree, NodeId binding) {
  NodeId from = tree[binding].subtree_end, node = binding;
  for (;;) {
    NodeId parent = tree[node].parent;
    if (parent == kNoNode) return {from, node};
    Field field = tree[node].field;
    switch (tree[parent].kind) {
      case Kind::kForStatement:
        if (field == Field::kLeft) {
          NodeId body = tree.Child(parent, Field::kBody);
          if (body != kNoNode) return {body, body};
        }
        break;
      case Kind::kAssignment:
      case Kind::kAugmentedAssignment:
      case Kind::kNamedExpression:
        from = std::max(from, tree[parent].subtree_end);
        break;
      case Kind::kFunctionDefinition:
      case Kind::kClassDefinition:
        if (field == Field::kName) from = tree[parent].subtree_end;
        break;
      case Kind::kParameters:
      case Kind::kLambdaParameters:
        return {tree[parent].subtree_end, tree[parent].parent};
      case Kind::kExceptClause:
      case Kind::kCaseClause:
        return {from, parent};
      case Kind::kBlock:
      case Kind::kModule:
        return {from, parent};
      default:
        break;
    }
    node = parent;
  }
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

// The bindings above the read, nearest first; the last of them rules if its block contains the
// read.
NodeId AddAbove(const File& f, std::span<const Reference> references, NodeId read,
                std::vector<NodeId>& bindings) {
  auto at = std::upper_bound(references.begin(), references.end(), read,
                             [](NodeId wanted, const Reference& r) { return wanted < r.node; });
  while (at != references.begin()) {
    --at;
    if (at->node == read || !Counts(f, *at)) continue;
    Extent extent = ExtentOf(f.tree(), at->node);
    if (read < extent.from) continue;
    bindings.push_back(at->node);
    if (f.contains(extent.region, read)) return at->node;
    if (bindings.size() >= kMaxBindings) break;
  }
  return kNoNode;
}

}  // namespace

std::vector<NodeId> Bindings(const File& f, VariableId variable) {
  std::vector<NodeId> bindings;
  for (const Reference& reference : f.variable(variable).references) {
    if (!Counts(f, reference)) continue;
    bindings.push_back(reference.node);
    if (bindings.size() == kMaxBindings) break;
  }
  return bindings;
}

std::vector<NodeId> BindingsSeen(const File& f, VariableId variable, NodeId read) {
  const ast::Tree& tree = f.tree();
  const std::span<const Reference> references = f.variable(variable).references;
  std::vector<NodeId> bindings;
  NodeId ruling = AddAbove(f, references, read, bindings);
  NodeId loop = LoopAround(tree, read, f.scope(f.variable(variable).scope).node, ruling);
  if (loop == kNoNode) return bindings;
  for (const Reference& reference : references) {
    if (reference.node >= tree[loop].subtree_end || bindings.size() >= kMaxBindings) break;
    if (reference.node < loop || reference.node == read || !Counts(f, reference)) continue;
    if (read >= ExtentOf(tree, reference.node).from) continue;
    bindings.push_back(reference.node);
  }
  return bindings;
}

}  // namespace fastnode::types
